import { valuesRead, type Graph } from '../graph.ts';
import type { Node, Value } from '../value.ts';

const movements: ReadonlySet<string> = new Set(['Cast', 'Concat', 'Pad', 'Reshape', 'Slice', 'Split']);

/**
 * Moves what only cuts and reshapes up to where its input is made. ONNX Runtime orders nodes by a depth-first walk back
 * from the last one, in which the input that stands last is computed first: a stretch of a dropout mask that stood
 * behind the activation it is multiplied with would be cut before the whole forward pass, and kept through it, in
 * every layer.
 */
export function movementFirst(graph: Graph): void {
  const madeAt = new Map<Value, number>();
  const place = new Map<Node, number>();
  graph.nodes.forEach((node, i) => {
    const inputs = valuesRead(node).map((value) => madeAt.get(value) ?? -1);
    const at = movements.has(node.op) ? Math.max(-1, ...inputs) : i;
    place.set(node, at);
    for (const output of node.outputs) madeAt.set(output, at);
  });
  graph.nodes = graph.nodes.toSorted((a, b) => place.get(a)! - place.get(b)!);
}
