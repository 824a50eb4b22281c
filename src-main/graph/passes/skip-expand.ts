import type { Graph } from '../graph.ts';
import { broadcast, sameShape } from '../shape.ts';
import type { Node, Value } from '../value.ts';

const elementwise = new Set(['Add', 'Sub', 'Mul', 'Div']);

/** Elementwise operations broadcast by themselves: Mul(Expand(x), y) → Mul(x, y) where y already has the shape. */
export function skipExpand(graph: Graph): void {
  const expanded = new Map<Value, Value>();
  graph.nodes = graph.nodes.map((node) => {
    if (node.op === 'Expand') expanded.set(node.outputs[0]!, node.inputs[0]!);
    return elementwise.has(node.op) ? shortcut(node, expanded) : node;
  });
}

function shortcut(node: Node, expanded: ReadonlyMap<Value, Value>): Node {
  const inputs = [...node.inputs] as Value[];
  inputs.forEach((input, i) => {
    const small = expanded.get(input);
    const other = inputs[1 - i]!;
    if (small && sameShape(broadcast(small.shape, other.shape), node.outputs[0]!.shape)) inputs[i] = small;
  });
  return { ...node, inputs };
}
