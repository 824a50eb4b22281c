import { sameShape } from '../shape.ts';
import type { Graph } from '../graph.ts';
import type { Node, Value } from '../value.ts';
import { countUses } from './uses.ts';

/**
 * a + (b + c) → Sum(a, b, c), which CUDA computes in the time of one Add: for matrices in f32 of one shape. In 16 bits
 * its Sum is slower than two Adds.
 */
export function fuseAdds(graph: Graph): void {
  const uses = countUses(graph);
  const added = new Map<Value, Node>();
  const gone = new Set<Node>();
  const nodes = graph.nodes.map((node) => {
    if (node.op !== 'Add' || !isPlain(node)) return node;
    const [a, b] = node.inputs as [Value, Value];
    for (const [inner, other] of [
      [b, a],
      [a, b],
    ] as const) {
      const earlier = added.get(inner);
      if (!earlier || earlier.segment !== node.segment || uses.get(inner) !== 1) continue;
      gone.add(earlier);
      return { ...node, op: 'Sum', inputs: [other, ...earlier.inputs] };
    }
    added.set(node.outputs[0]!, node);
    return node;
  });
  graph.nodes = nodes.filter((node) => !gone.has(node));
}

/** Whether both sides are matrices (or more) in f32 of one shape: where one is spread, Sum takes several passes. */
function isPlain({ inputs: [a, b] }: Node): boolean {
  return a!.dtype === 'f32' && a!.shape.length > 1 && sameShape(a!.shape, b!.shape);
}
