import { valuesRead, type Graph } from '../graph.ts';
import type { Value } from '../value.ts';

/** How often each value is read, by nodes or as an output of the graph. */
export function countUses(graph: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const use = (v: Value) => uses.set(v, (uses.get(v) ?? 0) + 1);
  for (const node of graph.nodes) valuesRead(node).forEach(use);
  for (const { value } of graph.outputs) use(value);
  return uses;
}
