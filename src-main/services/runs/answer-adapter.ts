import { QuartetError } from '../../common/errors.ts';
import type { RunSummary } from '../../contract/index.ts';
import { challengeOfRun } from '../challenge-of-run.ts';
import type { Services } from '../context.ts';
import { modelFolder } from '../models.ts';
import type { Queue } from '../queue.ts';
import { loadRun, updateRun, withEvent } from './store.ts';
import { runSummary } from './summary.ts';
import { adoptModel } from './weights.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** Queues an adapter from elsewhere to answer the test questions. Errors: NOT_FOUND without its challenge or model here, UNSUPPORTED for a run of another kind, CONFLICT for one that is active. */
export async function answerAdapter(
  services: Services,
  queue: Queue,
  { id, modelFolder: folder }: { readonly id: string; readonly modelFolder: string | null },
): Promise<RunSummary> {
  const run = await loadRun(services, id);
  if (run.kind !== 'adapter')
    throw new QuartetError('UNSUPPORTED', hostMessage('no-imported-adapter', { name: run.name }));
  if (run.status === 'queued' || run.status === 'running')
    throw new QuartetError('CONFLICT', hostMessage('run-is-active', { name: run.name }));
  challengeOfRun(services, run);
  if (folder === null) modelFolder(services, run.recipe.model.folder);
  else await adoptModel(services, run, folder);
  await updateRun(services, id, (before) => ({
    status: 'queued',
    outcome: null,
    events: withEvent(before, 'queued', ''),
  }));
  queue.add([id], 'front');
  return runSummary(services, id);
}
