import type { LineageNode } from '../contract/index.ts';
import { countRuns, partOfLineage, wholeLineage, type LineageRow } from '../history/lineage.ts';
import type { Services } from './context.ts';
import { gainOf } from './gain.ts';
import { storedChanges } from './recipes.ts';

/** As many runs are all shown; of more, only those that say how the team got where it is. */
const most = 300;
const part = { best: 20, newest: 20, children: 100 };

/**
 * Runs under the one each was derived from, with what changed and what that brought: all of them, or of a long history
 * the best, the newest, the marked, the children of those in `open`, and whatever these descend from.
 */
export function lineage(
  { history }: Services,
  challengeId: string,
  open: readonly string[] = [],
): { total: number; nodes: LineageNode[] } {
  const total = countRuns(history, challengeId);
  const rows =
    total <= most
      ? wholeLineage(history, challengeId)
      : partOfLineage(history, { ...part, challengeId, open });
  const byId = new Map(rows.map((row) => [row.runId, row]));
  const shown = Map.groupBy(rows, ({ parentId }) => parentId);
  return {
    total,
    nodes: rows.map((row) => nodeOf(row, byId.get(row.parentId ?? ''), shown.get(row.runId)?.length ?? 0)),
  };
}

function nodeOf(row: LineageRow, parent: LineageRow | undefined, shown: number): LineageNode {
  const { recipe, answers: _, accuracy, low, high, children, ...node } = row;
  return {
    ...node,
    validation: accuracy === null || low === null || high === null ? null : { accuracy, low, high },
    changes: storedChanges(parent?.recipe ?? null, recipe),
    gain: parent ? gainOf(parent, row) : null,
    hidden: children - shown,
  };
}
