import {
  getEdit,
  installationId,
  isDeleted,
  keepEdit,
  latestReading,
  markUnapplied,
} from '../../history/edits.ts';
import type { Services } from '../context.ts';
import type { RunDocument } from '../runs/document.ts';
import { nextReading } from './clock.ts';
import type { Field } from './fields.ts';

/**
 * Keeps what was said here as edits, for team mates with the same shared folder, now or later. Call it before the run
 * folder is written: an edit that was kept and not written is applied later, the other way round it would never travel.
 */
export function recordEdits(
  { history, clock = Date.now }: Pick<Services, 'history' | 'clock'>,
  fields: readonly Field[],
): void {
  if (fields.length === 0) return;
  const record = history.transaction(() => {
    const author = installationId(history);
    for (const field of fields) {
      const value = JSON.stringify(field.value);
      // What is being applied was said by someone else.
      if (getEdit(history, field)?.value === value) continue;
      const reading = nextReading(latestReading(history), clock());
      keepEdit(history, { ...field, value, ...reading, author, published: 0 });
    }
  });
  // The reading must be later than what another process of this home keeps at the same moment.
  record.immediate();
}

/** A run came in from a folder or a zip: one that was deleted is back for everyone, and what was said of it since holds. */
export function recordArrival(services: Services, { id, submission }: RunDocument): void {
  if (isDeleted(services.history, id))
    recordEdits(services, [{ kind: 'run', subjectId: id, field: 'deleted', value: false }]);
  markUnapplied(services.history, 'run', id);
  if (submission) markUnapplied(services.history, 'submission', submission.id);
}
