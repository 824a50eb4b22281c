import type { Graph } from '../graph.ts';
import { sameShape } from '../shape.ts';
import type { Node, Value } from '../value.ts';
import { countUses } from './uses.ts';

/** At which place products take what they are accumulated onto. */
const addendAt: Readonly<Record<string, number>> = { Gemm: 2, Nf4Gemm: 5 };

/**
 * Gemm(a, b) + c → Gemm(a, b, c): the product is accumulated onto c instead of being written, read and added.
 * Sums of gradients that meet at one value (q, k and v; gate and up) become a chain of Gemms.
 */
export function fuseGemmAdd(graph: Graph): void {
  const uses = countUses(graph);
  const producers = new Map<Value, { node: Node; at: number }>();
  const nodes: (Node | null)[] = [...graph.nodes];
  graph.nodes.forEach((node, at) => {
    const fused = node.op === 'Add' ? fuse(node, uses, producers) : null;
    if (fused) nodes[producers.get(fused.product)!.at] = null;
    nodes[at] = fused?.node ?? node;
    for (const output of node.outputs) producers.set(output, { node: nodes[at], at });
  });
  graph.nodes = nodes.filter((node) => node !== null);
}

/** The product moves to where the Add was, so its addend is ready wherever it was computed. */
function fuse(
  add: Node,
  uses: ReadonlyMap<Value, number>,
  producers: ReadonlyMap<Value, { node: Node; at: number }>,
): { node: Node; product: Value } | null {
  const [a, b] = add.inputs as [Value, Value];
  if (!sameShape(a.shape, b.shape)) return null;
  for (const [product, addend] of [
    [b, a],
    [a, b],
  ] as const) {
    const gemm = producers.get(product)?.node;
    if (!gemm || gemm.segment !== add.segment || uses.get(product) !== 1) continue;
    const place = addendAt[gemm.op];
    if (place === undefined || gemm.inputs[place]) continue;
    const inputs = [...gemm.inputs.slice(0, place), addend];
    return { node: { ...gemm, inputs, outputs: add.outputs }, product };
  }
  return null;
}
