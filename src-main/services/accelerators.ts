import { messageOf, QuartetError } from '../common/errors.ts';
import type { Accelerator } from '../contract/index.ts';
import { startEngine } from '../engine/client.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { Services } from './context.ts';
import { engineOf } from './engine-of.ts';
import { driverFault, listGpus } from './gpus.ts';
import { otherVersion } from './providers/installed.ts';

const linuxX64 = process.platform === 'linux' && process.arch === 'x64';

/** Tries each provider in an engine of its own: a driver that crashes must not take the others' answer with it. */
export async function tryAccelerators(services: Services, signal?: AbortSignal): Promise<Accelerator[]> {
  const found: Accelerator[] = [];
  for (const provider of ['cuda', 'dml', 'webgpu', 'cpu'] as const)
    found.push(elsewhere(provider) ?? (await tryOne(services, provider, signal)));
  return Promise.all(found.map((one) => explained(services, one, signal)));
}

/** What is said of a provider that ONNX Runtime has on other platforms only. */
function elsewhere(provider: Accelerator['provider']): Accelerator | null {
  const fails = (reason: string): Accelerator => ({ provider, works: false, reason, gflops: null });
  const instead = process.platform === 'win32' ? 'WebGPU or DirectML' : 'WebGPU';
  if (provider === 'cuda' && !linuxX64) return fails(hostMessage('cuda-elsewhere', { instead }));
  return provider === 'dml' && process.platform !== 'win32' ? fails(hostMessage('dml-elsewhere', {})) : null;
}

/** The driver's state and what is installed tell more of CUDA than a trial can. */
async function explained(services: Services, one: Accelerator, signal?: AbortSignal): Promise<Accelerator> {
  if (one.provider !== 'cuda' || one.works || !linuxX64) return one;
  const reason = driverFault(await listGpus(signal)) ?? (await otherVersion(services.paths)) ?? one.reason;
  return { ...one, reason };
}

async function tryOne(
  services: Services,
  provider: Accelerator['provider'],
  signal: AbortSignal | undefined,
): Promise<Accelerator> {
  try {
    const engine = startEngine({ kind: 'provider', provider }, { ...engineOf(services), kill: signal });
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
