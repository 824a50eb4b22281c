import { isAlive } from '../../common/processes.ts';
import { messageOf } from '../../common/errors.ts';
import { listRuns } from '../../history/runs.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import type { Services } from '../context.ts';
import { indexFiles } from './indexing.ts';
import { folderOf, now, updateRun, withEvent } from './store.ts';

/** Marks runs whose process is gone as stopped and resumable; returns their names. A folder that cannot be read is left and logged. */
export async function recoverRuns(services: Services): Promise<string[]> {
  const orphans = listRuns(services.history, 'running').filter(
    ({ owner }) => owner === null || !isAlive(owner),
  );
  const recovered: string[] = [];
  for (const { id, name } of orphans) {
    try {
      await recover(services, id);
      recovered.push(name);
    } catch (error) {
      services.log.warn(
        `${name} was running when Quartet ended, and its folder cannot be read: ${messageOf(error)}`,
        { id },
      );
    }
  }
  return recovered;
}

async function recover(services: Services, id: string): Promise<void> {
  const message = hostMessage('host-ended', {});
  await indexFiles(services.history, id, folderOf(services, id));
  await updateRun(services, id, (run) => ({
    status: 'stopped',
    owner: null,
    // Without a checkpoint it begins again, which loses nothing either.
    outcome: { reason: 'crash', message, resumable: true },
    ended: now(),
    events: withEvent(run, 'stopped', message),
  }));
}
