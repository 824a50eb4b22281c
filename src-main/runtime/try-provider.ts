import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { messageOf } from '../common/errors.ts';
import { createBuilder } from '../graph/builder.ts';
import { addInput, addOutput, createGraph } from '../graph/graph.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { Provider } from './providers.ts';
import { createSession } from './session.ts';

export interface ProviderTrial {
  readonly provider: Provider;
  readonly works: boolean;
  /** Why not, in ONNX Runtime's words. */
  readonly reason: string;
}

/** Where onnxruntime-node looks for its CUDA provider, or null where it is there or nobody would look. */
function missingLibrary(provider: Provider): string | null {
  if (provider !== 'cuda' || process.platform !== 'linux') return null;
  const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const file = join(root, 'bin', 'napi-v6', 'linux', process.arch, 'libonnxruntime_providers_cuda.so');
  return existsSync(file) ? null : file;
}

/** Tries a provider with a small product that must run on it and come out right. */
export async function tryProvider(provider: Provider): Promise<ProviderTrial> {
  const missing = missingLibrary(provider);
  if (missing)
    return { provider, works: false, reason: hostMessage('provider-not-installed', { file: missing }) };
  const graph = createGraph(`trial ${provider}`);
  const x = addInput(graph, 'x', 'f32', [2, 2]);
  addOutput(graph, 'y', createBuilder(graph).gemm(x, x));
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
    return { provider, works: false, reason: messageOf(error) };
  }
}
