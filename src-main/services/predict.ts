import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import { isTerminal, startEngine } from '../engine/client.ts';
import type { Job, JobResult, Split } from '../engine/contract.ts';
import { challengeOfRun } from './challenge-of-run.ts';
import type { Services } from './context.ts';
import { engineOf } from './engine-of.ts';
import type { RunDocument } from './runs/document.ts';
import { indexFiles } from './runs/indexing.ts';
import type { JobControl } from './runs/launch.ts';
import { readPredictions, writePredictions } from './runs/predictions-file.ts';
import { folderOf, loadRun } from './runs/store.ts';
import { sameModel, weightsOf } from './runs/weights.ts';
import { hostMessage } from '../messages/host-messages.ts';

/**
 * Answers a split again with a run's weights; the run's predictions of that split are replaced by the new ones. A run
 * of a team mate names a model folder of their machine: `model` says where the same model lies here.
 */
export async function predictRun(
  services: Services,
  id: string,
  split: Split,
  control: JobControl = {},
  model: string | null = null,
): Promise<JobResult> {
  const run = await loadRun(services, id);
  const paths = folderOf(services, id);
  // Beside the old answers, so that a job that fails leaves those as they are.
  const outFolder = await mkdtemp(join(paths.folder, 'predict-'));
  try {
    const result = await runToEnd(
      services,
      await predictJob(services, run, split, { outFolder, model }),
      control,
    );
    const fresh = await readPredictions(join(outFolder, 'predictions.csv'));
    const kept = (await readPredictions(paths.predictions)).filter((row) => row.split !== split);
    await writePredictions(paths.predictions, [...kept, ...fresh]);
    await indexFiles(services.history, id, paths);
    return result;
  } finally {
    await rm(outFolder, { recursive: true, force: true });
  }
}

async function predictJob(
  services: Services,
  run: RunDocument,
  split: Split,
  { outFolder, model }: { readonly outFolder: string; readonly model: string | null },
): Promise<Job> {
  const { folder } = folderOf(services, run.id);
  const adapter = weightsOf(services, run);
  const { folder: place } = await sameModel(services, run, model ?? run.recipe.model.folder);
  return {
    kind: 'predict',
    runFolder: folder,
    adapter,
    challenge: challengeOfRun(services, run),
    recipe: { ...run.recipe, model: { ...run.recipe.model, folder: place } },
    split,
    outFolder,
    cache: services.paths.cache,
  };
}

/** Runs a job that is no run of its own. Errors: CANCELLED, GUARD, or what the engine says. */
async function runToEnd(services: Services, job: Job, control: JobControl): Promise<JobResult> {
  for await (const event of startEngine(job, { ...control, ...engineOf(services) }).events) {
    control.onEvent?.(event);
    if (!isTerminal(event)) continue;
    if (event.type === 'done') return event.result;
    if (event.type === 'failed') throw new QuartetError('ENGINE', event.message);
    throw new QuartetError(event.reason === 'guard' ? 'GUARD' : 'CANCELLED', event.message);
  }
  throw new QuartetError('INTERNAL', hostMessage('engine-without-end', {}));
}
