import { QuartetError } from '../../common/errors.ts';
import { findRunIds, listRuns } from '../../history/runs.ts';
import type { Services } from '../context.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** The id of the run that people mean: its id or the beginning of it, its name, or `last`. Errors: NOT_FOUND, INVALID_INPUT when several match. */
export function findRun({ history }: Services, reference: string): string {
  if (reference === 'last') {
    const newest = listRuns(history)[0];
    if (!newest) throw new QuartetError('NOT_FOUND', hostMessage('no-run-yet', {}));
    return newest.id;
  }
  const { byName, byPrefix } = findRunIds(history, reference);
  const found = byName.length > 0 ? byName : byPrefix;
  if (found.length === 1) return found[0] as string;
  if (found.length === 0) throw new QuartetError('NOT_FOUND', hostMessage('no-run-called', { reference }));
  const ids = found.slice(0, 5).join(', ');
  throw new QuartetError(
    'INVALID_INPUT',
    hostMessage('several-runs', { reference, count: found.length, ids }),
  );
}
