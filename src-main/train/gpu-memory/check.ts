import { hostMessage } from '../../messages/host-messages.ts';
import { fourBitKind } from '../../recipe/four-bit.ts';
import { freeGpuMemory } from '../../runtime/gpu-memory.ts';
import { fileOrder } from '../choice-order.ts';
import { buildExample } from '../examples.ts';
import type { RunContext } from '../prepare-run.ts';
import { fitMemory, type MemoryFit } from './fit.ts';

/** What a run takes of its GPU, by its longest question; null where it runs elsewhere, or where WebGPU allocates by rules of its own. */
export async function checkGpuMemory(context: RunContext, signal: AbortSignal): Promise<MemoryFit | null> {
  const { split, provider, recipe } = context;
  if (provider.provider !== 'cuda') return null;
  // Until the 4-bit weights are made, the graph's are the snapshot's own: a run that fits would be refused.
  if (fourBitKind(recipe) !== null) return null;
  const length = ({ question, choices }: (typeof split.train)[number]): number =>
    [question, ...choices].join(' ').length;
  const longest = split.train.reduce((most, one) => (length(one) > length(most) ? one : most));
  return fitMemory(context, await buildExample(context, longest, fileOrder), await freeGpuMemory(signal));
}

/** Why a run that does not fit must not start, and what would fit; null where it fits. */
export function memoryRefusal(fit: MemoryFit): string | null {
  if (fit.fits || fit.freeMb === null) return null;
  const values = { needed: gibibytes(fit.needed.totalMb), free: gibibytes(fit.freeMb) };
  if (fit.batchSize !== null) return hostMessage('gpu-memory-batch', { ...values, batch: fit.batchSize });
  if (fit.halfPictures) return hostMessage('gpu-memory-pictures', values);
  return hostMessage('gpu-memory-model', { ...values, weights: gibibytes(fit.needed.weightsMb) });
}

/** Said where a run starts without knowing whether it fits. */
export function memoryWarning({ freeMb, needed }: MemoryFit): string | null {
  return freeMb === null ? hostMessage('gpu-memory-unknown', { needed: gibibytes(needed.totalMb) }) : null;
}

function gibibytes(mebibytes: number): string {
  return (mebibytes / 1024).toFixed(1);
}
