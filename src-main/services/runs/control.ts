import { rm } from 'node:fs/promises';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import type { RunEdit, RunSummary } from '../../contract/index.ts';
import { deleteRun } from '../../history/runs.ts';
import { challengeOfRun } from '../challenge-of-run.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import type { Services } from '../context.ts';
import { recordEdits } from '../sharing/record.ts';
import type { Queue } from '../queue.ts';
import { createRun } from './create.ts';
import { folderOf, loadRun, updateRun, withEvent } from './store.ts';
import { runSummary } from './summary.ts';

/** Ends a running run at once, or takes a waiting one from the queue. Errors: CONFLICT when it does neither here. */
export async function cancelRun(services: Services, queue: Queue, id: string): Promise<RunSummary> {
  if (!queue.withdraw(id)) queue.end(id, 'cancel');
  else
    await updateRun(services, id, (run) => ({
      status: 'stopped',
      outcome: { reason: 'cancelled', message: hostMessage('withdrawn', {}), resumable: true },
      events: withEvent(run, 'cancelled', hostMessage('withdrawn', {})),
    }));
  return runSummary(services, id);
}

/** Stops a running run with a checkpoint. Errors: CONFLICT. */
export function pauseRun(services: Services, queue: Queue, id: string): RunSummary {
  queue.end(id, 'pause');
  return runSummary(services, id);
}

/** Ends a running run's training now: it keeps its best weights and goes on to answer. Errors: CONFLICT. */
export function finishRun(services: Services, queue: Queue, id: string): RunSummary {
  queue.end(id, 'finish');
  return runSummary(services, id);
}

/** Queues a run that was stopped or failed, before those that wait. Errors: CONFLICT when it runs, waits, is done or cannot go on. */
export async function resumeRun(services: Services, queue: Queue, id: string): Promise<RunSummary> {
  const { name, status, outcome } = await loadRun(services, id);
  const resumable = status === 'queued' || outcome?.resumable === true;
  if (!resumable || queue.waiting().includes(id))
    throw new QuartetError('CONFLICT', hostMessage('cannot-resume', { name, status }));
  await updateRun(services, id, (run) => ({
    status: 'queued',
    outcome: null,
    events: withEvent(run, 'queued', ''),
  }));
  queue.add([id], 'front');
  return runSummary(services, id);
}

/** Queues a new run with the same recipe, challenge and parent. */
export async function retryRun(services: Services, queue: Queue, id: string): Promise<RunSummary> {
  const before = await loadRun(services, id);
  const { recipe, kind, parent, name, note, member } = before;
  // What was made elsewhere cannot be made again here; an adapter can only go on answering.
  if (kind === 'adapter' || kind === 'submission') return resumeRun(services, queue, id);
  const run = await createRun(services, {
    challenge: challengeOfRun(services, before),
    recipe,
    kind,
    parent,
    name,
    note,
    member,
  });
  queue.add([run.id], 'back');
  return runSummary(services, run.id);
}

/** Deletes a run and its folder. Errors: CONFLICT when it runs. */
export async function removeRun(services: Services, queue: Queue, id: string): Promise<void> {
  queue.withdraw(id);
  const { name, status } = await loadRun(services, id);
  if (status === 'running') throw new QuartetError('CONFLICT', hostMessage('run-is-running', { name }));
  recordEdits(services, [{ kind: 'run', subjectId: id, field: 'deleted', value: true }]);
  const { folder } = folderOf(services, id);
  await rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-delete', folder);
  });
  deleteRun(services.history, id);
  services.runStored?.(id);
}

/** Changes what people say of a run; its result stays. */
export async function editRun(services: Services, { id, ...edit }: RunEdit): Promise<RunSummary> {
  const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
  // Tags are a set: one order everywhere.
  if (edit.tags) given['tags'] = [...new Set(edit.tags)].sort();
  await updateRun(services, id, () => given);
  return runSummary(services, id);
}
