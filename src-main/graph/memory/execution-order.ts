import { valuesRead, type Graph } from '../graph.ts';
import type { Node } from '../value.ts';

/**
 * The nodes in the order in which ONNX Runtime runs them, which is not the file's: it walks backwards, depth first, from
 * the nodes that nothing follows, later ones first, and at each node to the latest of its predecessors first.
 */
export function executionOrder({ nodes }: Pick<Graph, 'nodes'>): Node[] {
  const maker = new Map(nodes.flatMap((node, at) => node.outputs.map((output) => [output, at] as const)));
  const before = nodes.map((node) => {
    const places = valuesRead(node).flatMap((value) => maker.get(value) ?? []);
    return [...new Set(places)].sort((a, b) => a - b);
  });
  const followed = new Set(before.flat());
  const stack = nodes.map((_, at) => ({ at, done: false })).filter(({ at }) => !followed.has(at));
  const visited = new Set<number>();
  const order: Node[] = [];
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    const { at, done } = entry;
    if (done) order.push(nodes[at]!);
    if (done || visited.has(at)) continue;
    visited.add(at);
    stack.push({ at, done: true });
    for (const earlier of before[at]!) if (!visited.has(earlier)) stack.push({ at: earlier, done: false });
  }
  return order;
}
