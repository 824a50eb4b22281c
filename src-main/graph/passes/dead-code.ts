import { valuesRead, type Graph } from '../graph.ts';
import type { Node, Value } from '../value.ts';

/** Drops operations that no output needs: ONNX Runtime runs every node of a graph, wanted or not. */
export function dropDeadCode(graph: Graph): void {
  const live = new Set<Value>(graph.outputs.map((output) => output.value));
  const kept: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => live.has(output))) continue;
    kept.push(node);
    for (const value of valuesRead(node)) live.add(value);
  }
  graph.nodes = kept.reverse();
  const used = graph.inputs.filter((input) => live.has(input) || input.source.kind === 'input');
  graph.inputs.splice(0, graph.inputs.length, ...used);
}
