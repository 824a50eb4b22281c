import type { LineageNode } from '../../../src-main/contract/index.ts';
import { verdictOf } from './board.ts';

/** A run of the tree as a line: `rails` says, for each level above it, whether that level goes on below. */
export interface LineageLine {
  readonly node: LineageNode;
  readonly depth: number;
  readonly rails: readonly boolean[];
  readonly onBestPath: boolean;
}

/** A tree's nodes by id, and each one's children, the oldest first; a run whose parent is unknown begins a tree. */
interface Tree {
  readonly byId: ReadonlyMap<string, LineageNode>;
  readonly children: ReadonlyMap<string | null, readonly LineageNode[]>;
}

function treeOf(nodes: readonly LineageNode[]): Tree {
  const byId = new Map(nodes.map((node) => [node.runId, node]));
  const children = Map.groupBy(
    nodes.toSorted((one, other) => one.created - other.created),
    ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : null),
  );
  return { byId, children };
}

/** The tree as lines, parents before children. */
export function linesOf(nodes: readonly LineageNode[]): LineageLine[] {
  const { children } = treeOf(nodes);
  const path = new Set(pathToBest(nodes).map(({ runId }) => runId));
  const lines: LineageLine[] = [];
  // A stack and no recursion: a chain of clones may be thousands long.
  const stack: { node: LineageNode; rails: readonly boolean[] }[] = [];
  const push = (parent: string | null, rails: readonly boolean[]): void => {
    const all = children.get(parent) ?? [];
    all.toReversed().forEach((node, i) => stack.push({ node, rails: [...rails, i > 0] }));
  };
  push(null, []);
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, rails } = next;
    lines.push({ node, depth: rails.length - 1, rails: rails.slice(1), onBestPath: path.has(node.runId) });
    push(node.runId, rails);
  }
  return lines;
}

/** From the first ancestor to the run with the best public score; empty while there is none. */
export function pathToBest(nodes: readonly LineageNode[]): LineageNode[] {
  const { byId } = treeOf(nodes);
  const scored = nodes.filter(({ public: score }) => score !== null);
  let at = scored.toSorted((one, other) => other.public! - one.public!)[0];
  const path: LineageNode[] = [];
  while (at && !path.includes(at)) {
    path.unshift(at);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return path;
}

/** The step on the way to the best that brought most beyond its noise; undefined when none is beyond it. */
export function turningPoint(
  nodes: readonly LineageNode[],
): { from: LineageNode; to: LineageNode } | undefined {
  const path = pathToBest(nodes);
  const steps = path.slice(1).map((to, i) => ({ from: path[i]!, to }));
  return steps
    .filter(({ to }) => to.gain !== null && verdictOf(to.gain) === 'better')
    .toSorted((one, other) => other.to.gain!.difference - one.to.gain!.difference)[0];
}
