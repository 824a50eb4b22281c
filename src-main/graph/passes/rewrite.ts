import { createBuilder, type Builder } from '../builder.ts';
import type { Graph } from '../graph.ts';
import type { Node, Value } from '../value.ts';

/**
 * Appends what takes a node's place and returns its outputs, of which those that nobody reads may be missing; null
 * where the node stays. `inputs` are the node's as they are now.
 */
export type Replace = (g: Builder, node: Node, inputs: Value[]) => readonly (Value | undefined)[] | null;

/** Writes a graph anew, node by node. */
export function rewrite(graph: Graph, replace: Replace): void {
  const before = graph.nodes;
  graph.nodes = [];
  const g = createBuilder(graph);
  const replaced = new Map<Value, Value>();
  const now = (v: Value | null): Value | null => (v ? (replaced.get(v) ?? v) : null);
  for (const node of before) {
    const inputs = node.inputs.map(now);
    graph.segment = node.segment;
    const outputs = replace(g, node, inputs as Value[]);
    if (outputs) node.outputs.forEach((y, i) => outputs[i] && replaced.set(y, outputs[i]));
    else graph.nodes.push({ ...node, inputs });
  }
  graph.segment = null;
  graph.outputs.forEach((output, i) => (graph.outputs[i] = { ...output, value: now(output.value)! }));
}
