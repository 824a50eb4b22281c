import { createBuilder } from '../builder.ts';
import { addNode, type Graph } from '../graph.ts';
import type { OpName } from '../op.ts';
import type { Node, Value } from '../value.ts';

/**
 * Rewrites what ONNX Runtime's WebGPU provider lacks: FusedMatMul becomes Transpose, MatMul and Mul, LogSoftmax its
 * formula, and the second output of SimplifiedLayerNormalization, which is the mean there, is computed as 1/√(mean x² + ε).
 */
export function lowerForWebGpu(graph: Graph): void {
  const before = graph.nodes;
  graph.nodes = [];
  const g = createBuilder(graph);
  const used = new Set(before.flatMap((node) => node.inputs));
  const replaced = new Map<Value, Value>();
  const now = (v: Value | null): Value | null => (v ? (replaced.get(v) ?? v) : null);
  for (const node of before) {
    const inputs = node.inputs.map(now);
    graph.segment = node.segment;
    const outputs = lower(g, node, inputs as Value[], used);
    if (outputs) node.outputs.forEach((y, i) => outputs[i] && replaced.set(y, outputs[i]));
    else graph.nodes.push({ ...node, inputs });
  }
  graph.segment = null;
  graph.outputs.forEach((output, i) => (graph.outputs[i] = { ...output, value: now(output.value)! }));
}

function lower(
  g: ReturnType<typeof createBuilder>,
  node: Node,
  inputs: Value[],
  used: ReadonlySet<Value | null>,
): (Value | undefined)[] | null {
  const [a, b] = inputs as [Value, Value];
  if (node.op === 'FusedMatMul') {
    const {
      alpha = 1,
      transA,
      transB,
    } = node.attributes as { alpha?: number; transA?: boolean; transB?: boolean };
    return [g.scale(g.matMul(transA ? swapped(g, a) : a, transB ? swapped(g, b) : b), alpha)];
  }
  if (node.op === 'LogSoftmax') {
    const axes = [node.attributes['axis'] as number];
    const shifted = g.sub(a, g.reduceMax(a, axes));
    return [g.sub(shifted, g.log(g.reduceSum(g.exp(shifted), axes)))];
  }
  if (node.op === 'SimplifiedLayerNormalization' && used.has(node.outputs[1]!)) {
    const [y] = addNode(g.graph, node.op as OpName, inputs, node.attributes as never, `${node.name}.lowered`);
    const square = g.reduceMean(g.mul(a, a), [-1]);
    const epsilon = g.scalar(node.attributes['epsilon'] as number, square.dtype);
    return [y, g.reciprocal(g.sqrt(g.add(square, epsilon)))];
  }
  return null;
}

function swapped(g: ReturnType<typeof createBuilder>, x: Value): Value {
  const rank = x.shape.length;
  return g.transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]);
}
