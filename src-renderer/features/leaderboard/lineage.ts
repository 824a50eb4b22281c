import type { LineageNode } from '../../../src-main/contract/index.ts';

/** A run of the tree as a line: how deep it stands, and whether it is on the way to the best one. */
export interface LineageLine {
  readonly node: LineageNode;
  readonly depth: number;
  readonly onBestPath: boolean;
}

/** The tree as lines, parents before children, the oldest first; a run whose parent is unknown begins a tree. */
export function linesOf(nodes: readonly LineageNode[]): LineageLine[] {
  const byId = new Map(nodes.map((node) => [node.runId, node]));
  const children = Map.groupBy(
    nodes.toSorted((one, other) => one.created - other.created),
    ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : null),
  );
  const path = pathToBest(nodes, byId);
  const walk = (parent: string | null, depth: number): LineageLine[] =>
    (children.get(parent) ?? []).flatMap((node) => [
      { node, depth, onBestPath: path.has(node.runId) },
      ...walk(node.runId, depth + 1),
    ]);
  return walk(null, 0);
}

/** The ids from the best run up to its first ancestor: the changes that led there. */
function pathToBest(nodes: readonly LineageNode[], byId: ReadonlyMap<string, LineageNode>): Set<string> {
  const scored = nodes.filter(({ public: score }) => score !== null);
  let at = scored.toSorted((one, other) => other.public! - one.public!)[0];
  const path = new Set<string>();
  while (at && !path.has(at.runId)) {
    path.add(at.runId);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return path;
}
