import { setImmediate as breathe } from 'node:timers/promises';
import { installationId, keepEdit, type EditRow } from '../../history/edits.ts';
import type { Services } from '../context.ts';
import { aheadBy } from './clock.ts';

/** How far an author's clock was seen ahead of ours, in milliseconds. */
export type ClocksAhead = Map<string, number>;

// Between batches the host answers its windows.
const batch = 500;

/**
 * Takes edits into the history, where the last writer of a field wins; returns how many were news. A clock that runs
 * ahead is followed, not refused: whoever has seen its edit and answers it must come later.
 */
export async function mergeEdits(
  { history, clock = Date.now }: Services,
  edits: readonly EditRow[],
  ahead: ClocksAhead = new Map(),
): Promise<number> {
  const own = installationId(history);
  let news = 0;
  for (let from = 0; from < edits.length; from += batch) {
    const part = edits.slice(from, from + batch);
    const keep = history.transaction(
      () => part.filter((edit) => keepEdit(history, { ...edit, published: 1 })).length,
    );
    news += keep.immediate();
    for (const edit of part) {
      const lead = aheadBy(edit, clock());
      if (lead !== null && edit.author !== own)
        ahead.set(edit.author, Math.max(lead, ahead.get(edit.author) ?? 0));
    }
    await breathe();
  }
  return news;
}
