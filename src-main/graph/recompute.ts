import type { Builder } from './builder.ts';
import { addNode } from './graph.ts';
import type { OpName } from './op.ts';
import { sameShape } from './shape.ts';
import type { Node, Shape, Value } from './value.ts';

/**
 * Appends a second copy of `nodes` (in order of execution). ONNX Runtime runs whatever is ready first, so the copy
 * would be computed, and kept, right after the original; tying one varying input of the anchor's shape to the
 * upstream gradient by its shape makes it wait until the backward pass has come this far.
 */
export function recompute(
  g: Builder,
  nodes: readonly Node[],
  varying: ReadonlySet<Value>,
  gradient: Value,
  shape: Shape,
): Map<Node, Node> {
  const own = new Set(nodes.flatMap((node) => node.outputs));
  const copyOf = new Map<Value, Value>();
  const entries = new Set(nodes.flatMap((node) => node.inputs).filter((v) => v !== null && !own.has(v)));
  for (const entry of entries) {
    const moves =
      entry && varying.has(entry) && entry.source.kind === 'node' && sameShape(entry.shape, shape);
    if (moves) copyOf.set(entry, g.after(entry, gradient));
  }
  const copies = new Map<Node, Node>();
  for (const node of nodes) {
    const inputs = node.inputs.map((v) => (v ? (copyOf.get(v) ?? v) : null));
    const outputs = addNode(
      g.graph,
      node.op as OpName,
      inputs,
      node.attributes as never,
      `${node.name}.again`,
    );
    node.outputs.forEach((y, i) => copyOf.set(y, outputs[i]!));
    const source = outputs[0]!.source;
    if (source.kind === 'node') copies.set(node, source.node);
  }
  return copies;
}
