import { join } from 'node:path';
import { homePaths, quartetHome } from '../common/paths.ts';
import { nf4Snapshot } from '../data/nf4-snapshot.ts';
import type { Snapshot } from '../data/snapshot.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import type { JobContext } from './open-job.ts';

const mebibyte = 2 ** 20;

/** The weights as a recipe wants them: the snapshot's own, or in 4 bits, which are made once and kept. */
export async function computedSnapshot(
  { snapshot, model, recipe }: JobContext,
  hooks: JobHooks,
): Promise<Snapshot> {
  const { precision } = recipe.model;
  if (precision !== 'nf4' && precision !== 'nf4-double-quant') return snapshot;
  let report: ((done: number) => void) | null = null;
  return nf4Snapshot(snapshot, {
    matrices: new Set(model.linears.map(({ weight }) => weight)),
    double: precision === 'nf4-double-quant',
    folder: join(homePaths(quartetHome()).cache, 'weights'),
    signal: hooks.signal,
    progress(done, total) {
      report ??= startPhase(hooks, 'load', Math.ceil(total / mebibyte));
      report(Math.floor(done / mebibyte));
    },
  });
}
