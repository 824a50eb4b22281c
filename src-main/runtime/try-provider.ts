import { messageOf } from '../common/errors.ts';
import { createBuilder } from '../graph/builder.ts';
import { addInput, addOutput, createGraph } from '../graph/graph.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { cudaFault, cudaObstacle } from './cuda-fault.ts';
import type { Provider } from './providers.ts';
import { createSession } from './session.ts';

export interface ProviderTrial {
  readonly provider: Provider;
  readonly works: boolean;
  /** Why, or why not and what helps. */
  readonly reason: string;
}

/** Tries a provider with a small product that must run on it and come out right. */
export async function tryProvider(provider: Provider): Promise<ProviderTrial> {
  const obstacle = provider === 'cuda' ? cudaObstacle() : null;
  if (obstacle !== null) return { provider, works: false, reason: obstacle };
  const graph = createGraph(`trial ${provider}`);
  const x = addInput(graph, 'x', 'f32', [2, 2]);
  const g = createBuilder(graph);
  // WebGPU computes in f16, which not every GPU can.
  const factor = g.cast(x, provider === 'webgpu' ? 'f16' : 'f32');
  addOutput(graph, 'y', g.cast(g.gemm(factor, factor), 'f32'));
  try {
    const session = await createSession(graph, { provider, strict: provider !== 'cpu' });
    const { y } = await session.run({ x: { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] } });
    await session.dispose();
    const right = [...y!.data].join() === '7,10,15,22';
    return {
      provider,
      works: right,
      reason: right
        ? 'a small product came out right'
        : hostMessage('provider-wrong-product', { product: [...y!.data].join() }),
    };
  } catch (error) {
    const reason = provider === 'cuda' ? cudaFault(messageOf(error)) : messageOf(error);
    return { provider, works: false, reason };
  }
}
