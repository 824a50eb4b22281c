import type { Builder } from '../builder.ts';
import { addNode, type Graph } from '../graph.ts';
import type { OpName } from '../op.ts';
import type { Node, Value } from '../value.ts';
import { rewrite } from './rewrite.ts';
import { countUses } from './uses.ts';

/** Writes what no provider has in one operation: SwiGLU, and norms of f32 that hand on 16 bits. */
export function lowerComposed(graph: Graph): void {
  const uses = countUses(graph);
  rewrite(graph, (g, node, inputs) => {
    if (node.op === 'SwiGlu') return swiGlu(g, node, inputs, uses);
    if (node.op === 'SoftmaxMatMul') {
      const p = g.softmax(inputs[0]!);
      return [g.matMul(p, inputs[1]!), p];
    }
    if (node.op === 'SimplifiedLayerNormalization' || node.op === 'LayerNormalization')
      return norm(g, node, inputs);
    return null;
  });
}

/** Where a gradient follows, it needs the sigmoid as well: then SiLU is the product with it, else an operation of its own. */
function swiGlu(
  g: Builder,
  { outputs: [, , sigmoid] }: Node,
  [gate, up]: Value[],
  uses: ReadonlyMap<Value, number>,
): Value[] {
  if (!uses.has(sigmoid!)) {
    const y = g.quickGelu(gate!, 1);
    return [g.mul(y, up!), y];
  }
  const s = g.sigmoid(gate!);
  const y = g.mul(gate!, s);
  return [g.mul(y, up!), y, s];
}

/** Providers take weights of the input's type only. */
function norm(g: Builder, node: Node, [x, ...weights]: Value[]): Value[] | null {
  const { dtype } = node.outputs[0]!;
  if (x!.dtype === dtype) return null;
  const wide = weights.map((weight) => g.cast(weight, x!.dtype));
  const [y, ...rows] = addNode(g.graph, node.op as OpName, [x!, ...wide], node.attributes as never);
  return [g.cast(y!, dtype), ...rows];
}
