import { messageOf, QuartetError } from '../common/errors.ts';
import type { Accelerator } from '../contract/index.ts';
import { startEngine } from '../engine/client.ts';
import type { Services } from './context.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** The providers of this platform's ONNX Runtime, in the order in which people hope for them. */
function providers(): Accelerator['provider'][] {
  if (process.platform === 'win32') return ['cuda', 'dml', 'webgpu', 'cpu'];
  return process.platform === 'linux' ? ['cuda', 'webgpu', 'cpu'] : ['webgpu', 'cpu'];
}

/** Tries each provider in an engine of its own: a driver that crashes must not take the others' answer with it. */
export async function tryAccelerators(services: Services, signal?: AbortSignal): Promise<Accelerator[]> {
  const found: Accelerator[] = [];
  for (const provider of providers()) found.push(await tryOne(services, provider, signal));
  return found;
}

async function tryOne(
  { engineEntry: entry, execPath }: Services,
  provider: Accelerator['provider'],
  signal: AbortSignal | undefined,
): Promise<Accelerator> {
  try {
    const engine = startEngine({ kind: 'provider', provider }, { entry, execPath, kill: signal });
    for await (const event of engine.events) {
      if (event.type === 'trial')
        return { provider, works: event.works, reason: event.reason, gflops: event.gflops };
      if (event.type === 'failed') return { provider, works: false, reason: event.message, gflops: null };
      if (event.type === 'stopped') throw new QuartetError('CANCELLED', event.message);
    }
    return { provider, works: false, reason: hostMessage('engine-without-answer', {}), gflops: null };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { provider, works: false, reason: messageOf(error), gflops: null };
  }
}
