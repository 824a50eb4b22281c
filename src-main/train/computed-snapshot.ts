import { join } from 'node:path';
import { homePaths, quartetHome } from '../common/paths.ts';
import { f16Snapshot } from '../data/f16-snapshot.ts';
import { nf4Snapshot } from '../data/nf4-snapshot.ts';
import type { Snapshot } from '../data/snapshot.ts';
import { fourBitKind } from '../recipe/four-bit.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import type { JobContext } from './open-job.ts';

const mebibyte = 2 ** 20;

/** The weights as a recipe wants them: the snapshot's own, or in 4 bits, or for WebGPU in f16, which are made once and kept. */
export async function computedSnapshot(
  { snapshot, model, recipe, provider }: JobContext,
  hooks: JobHooks,
): Promise<Snapshot> {
  let report: ((done: number) => void) | null = null;
  const options = {
    folder: join(homePaths(quartetHome()).cache, 'weights'),
    signal: hooks.signal,
    progress(done: number, total: number) {
      report ??= startPhase(hooks, 'load', Math.ceil(total / mebibyte));
      report(Math.floor(done / mebibyte));
    },
  };
  if (provider.dtype === 'f16') return f16Snapshot(snapshot, options);
  const kind = fourBitKind(recipe);
  if (kind === null) return snapshot;
  return nf4Snapshot(snapshot, {
    ...options,
    matrices: new Set(model.linears.map(({ weight }) => weight)),
    double: kind === 'nf4-double-quant',
  });
}
