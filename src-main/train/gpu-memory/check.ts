import { hostMessage } from '../../messages/host-messages.ts';
import { freeGpuMemory } from '../../runtime/gpu-memory.ts';
import type { GpuMemory } from '../../engine/contract.ts';
import { fileOrder } from '../choice-order.ts';
import { buildExample } from '../examples.ts';
import type { RunContext } from '../prepare-run.ts';
import { fitMemory, type MemoryFit } from './fit.ts';

/** What a run takes of its GPU, by its longest question; null on the CPU. */
export async function checkGpuMemory(context: RunContext, freeMb: number | null): Promise<MemoryFit | null> {
  const { split, provider } = context;
  if (provider.provider !== 'cuda' && provider.provider !== 'webgpu') return null;
  const length = ({ question, choices }: (typeof split.train)[number]): number =>
    [question, ...choices].join(' ').length;
  const longest = split.train.reduce((most, one) => (length(one) > length(most) ? one : most));
  return fitMemory(context, await buildExample(context, longest, fileOrder), freeMb);
}

/** Free memory of the GPU that a run will use (MiB); null where it is not told: WebGPU does not say on which GPU it is. */
export async function freeMemoryFor(
  { provider }: Pick<RunContext, 'provider'>,
  signal: AbortSignal,
): Promise<number | null> {
  return provider.provider === 'cuda' ? freeGpuMemory(signal) : null;
}

/** Why a run that does not fit must not start, and what would fit; null where it fits. */
export function memoryRefusal(fit: MemoryFit): string | null {
  if (fit.fits || fit.freeMb === null) return null;
  const values = { needed: gibibytes(fit.needed.totalMb), free: gibibytes(fit.freeMb) };
  if (fit.batchSize !== null) return hostMessage('gpu-memory-batch', { ...values, batch: fit.batchSize });
  if (fit.halfPictures) return hostMessage('gpu-memory-pictures', values);
  if (fit.nf4BatchSize !== null) return hostMessage('gpu-memory-nf4', { ...values, batch: fit.nf4BatchSize });
  return hostMessage('gpu-memory-model', { ...values, weights: gibibytes(fit.needed.weightsMb) });
}

/** Said where a run starts without knowing whether it fits. */
export function memoryWarning(
  { freeMb, needed }: MemoryFit,
  { provider }: Pick<RunContext, 'provider'>,
): string | null {
  if (freeMb !== null) return null;
  const values = { needed: gibibytes(needed.totalMb) };
  return provider.provider === 'webgpu'
    ? hostMessage('gpu-memory-webgpu', values)
    : hostMessage('gpu-memory-unknown', values);
}

/** The forecast as it is told to the host. */
export function toldMemory({ needed, freeMb, recompute }: MemoryFit): GpuMemory {
  return { ...needed, freeMb, recompute };
}

function gibibytes(mebibytes: number): string {
  return (mebibytes / 1024).toFixed(1);
}
