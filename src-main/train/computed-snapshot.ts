import { join } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import { f16Snapshot, plannedF16 } from '../data/f16-snapshot.ts';
import type { Quantization } from '../data/nf4-layout.ts';
import { nf4Snapshot, plannedNf4 } from '../data/nf4-snapshot.ts';
import type { Snapshot } from '../data/snapshot.ts';
import type { CacheFolder } from '../engine/contract.ts';
import { fourBitKind } from '../recipe/four-bit.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { JobContext } from './open-job.ts';

const mebibyte = 2 ** 20;

/** The weights as a recipe wants them: the snapshot's own, or in 4 bits, or for WebGPU in f16, which are made once and kept in `cache`. */
export async function computedSnapshot(
  { snapshot, model, recipe, provider }: JobContext,
  cache: CacheFolder,
  hooks: JobHooks,
): Promise<Snapshot> {
  if (provider.dtype !== 'f16' && fourBitKind(recipe) === null) return snapshot;
  if (cache === null) throw new QuartetError('INTERNAL', 'weights in another form need a cache folder');
  let report: ((done: number) => void) | null = null;
  const options = {
    folder: join(cache, 'weights'),
    signal: hooks.signal,
    progress(done: number, total: number) {
      report ??= startPhase(hooks, 'load', Math.ceil(total / mebibyte));
      report(Math.floor(done / mebibyte));
    },
  };
  if (provider.dtype === 'f16') return f16Snapshot(snapshot, options);
  const quantization = quantizationOf(model, recipe);
  return quantization ? nf4Snapshot(snapshot, { ...options, ...quantization }) : snapshot;
}

/** The same before any weight is converted: what graphs are built from to see what they would take. */
export function plannedSnapshot(
  { snapshot, model, recipe, provider }: Pick<JobContext, 'snapshot' | 'model' | 'recipe' | 'provider'>,
  precision = recipe.model.precision,
): Snapshot {
  if (provider.dtype === 'f16') return plannedF16(snapshot);
  const quantization = quantizationOf(model, { model: { ...recipe.model, precision } });
  return quantization ? plannedNf4(snapshot, quantization) : snapshot;
}

function quantizationOf(
  { linears }: JobContext['model'],
  recipe: Pick<Recipe, 'model'>,
): Quantization | null {
  const kind = fourBitKind(recipe);
  if (kind === null) return null;
  return { matrices: new Set(linears.map(({ weight }) => weight)), double: kind === 'nf4-double-quant' };
}
