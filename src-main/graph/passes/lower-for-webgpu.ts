import type { Builder } from '../builder.ts';
import { addNode, addView, type Graph } from '../graph.ts';
import type { OpName } from '../op.ts';
import type { Node, Value } from '../value.ts';
import { rewrite } from './rewrite.ts';

/** Tensors that one side of an operation may have: WebGPU promises 8 buffers a shader, and the other side takes one. */
const fewBuffers = 7;

/** More than a workgroup's threads add up while others are started: 64 times 256. */
const manyNumbers = 2 ** 14;

/**
 * Rewrites what ONNX Runtime's WebGPU provider lacks: FusedMatMul becomes Transpose, MatMul and Mul, LogSoftmax its
 * formula, and the second output of SimplifiedLayerNormalization, which is the mean there, is computed as 1/√(mean x² + ε).
 * It cannot reshape 64-bit integers: inputs of row numbers are fed under both shapes. A shader binds few buffers: a long
 * Split or Concat becomes a tree. One workgroup adds up one result, which for a sum of very many numbers leaves the
 * rest of a GPU idle: such a sum goes by way of rows.
 */
export function lowerForWebGpu(graph: Graph): void {
  const used = new Set(graph.nodes.flatMap((node) => node.inputs));
  rewrite(graph, (g, node, inputs) => lower(g, node, inputs, used));
}

function lower(
  g: Builder,
  node: Node,
  inputs: Value[],
  used: ReadonlySet<Value | null>,
): readonly (Value | undefined)[] | null {
  const [a, b] = inputs as [Value, Value];
  if (node.op === 'FusedMatMul') {
    const {
      alpha = 1,
      transA,
      transB,
    } = node.attributes as { alpha?: number; transA?: boolean; transB?: boolean };
    const [left, right] = [transA ? swapped(g, a) : a, transB ? swapped(g, b) : b];
    // Scores are scaled by way of their queries, which are fewer, and else exceed what f16 holds.
    return typeof node.outputs[0]!.shape.at(-1) === 'number'
      ? [g.scale(g.matMul(left, right), alpha)]
      : [g.matMul(g.scale(left, alpha), right)];
  }
  if (node.op === 'Reshape' && a.dtype === 'i64' && isFed(a))
    return [addView(g.graph, a, node.outputs[0]!.shape)];
  if (node.op === 'Split' && node.outputs.length > fewBuffers)
    return splitTree(g, a, node.outputs, node.attributes['axis'] as number);
  if (node.op === 'Concat' && inputs.length > fewBuffers)
    return [concatTree(g, inputs, node.attributes['axis'] as number)];
  if (node.op === 'ReduceSum' && a.shape.length === 1 && Number(a.shape[0]) >= manyNumbers) {
    const n = Number(a.shape[0]);
    const rows = g.reshape(a, [n / rowOf(n), rowOf(n)]);
    return [g.reduceSum(g.reduceSum(rows, [1], false), [0], node.attributes['keepdims'] as boolean)];
  }
  if (node.op === 'LogSoftmax') {
    const axes = [node.attributes['axis'] as number];
    const shifted = g.sub(a, g.reduceMax(a, axes));
    return [g.sub(shifted, g.log(g.reduceSum(g.exp(shifted), axes)))];
  }
  if (node.op === 'SimplifiedLayerNormalization' && used.has(node.outputs[1]!)) {
    const [y] = addNode(g.graph, node.op as OpName, inputs, node.attributes as never, `${node.name}.lowered`);
    const wide = g.cast(a, 'f32');
    const square = g.reduceMean(g.mul(wide, wide), [-1]);
    const epsilon = g.scalar(node.attributes['epsilon'] as number, square.dtype);
    return [y, g.reciprocal(g.sqrt(g.add(square, epsilon)))];
  }
  return null;
}

function splitTree(g: Builder, x: Value, parts: readonly Value[], axis: number): readonly Value[] {
  const sizes = parts.map(({ shape }) => Number(shape[axis]));
  if (parts.length <= fewBuffers) return g.split(x, sizes, axis);
  const branch = fewBuffers ** Math.ceil(Math.log(parts.length) / Math.log(fewBuffers) - 1);
  const starts = Array.from({ length: Math.ceil(parts.length / branch) }, (_, i) => i * branch);
  const total = (at: number): number => sizes.slice(at, at + branch).reduce((sum, size) => sum + size, 0);
  const branches = g.split(x, starts.map(total), axis);
  return starts.flatMap((at, i) => splitTree(g, branches[i]!, parts.slice(at, at + branch), axis));
}

/** The largest divisor of n that is at most its root. */
function rowOf(n: number): number {
  let row = Math.floor(Math.sqrt(n));
  while (n % row !== 0) row--;
  return row;
}

function concatTree(g: Builder, values: readonly Value[], axis: number): Value {
  if (values.length <= fewBuffers) return g.concat(values, axis);
  const starts = Array.from({ length: Math.ceil(values.length / fewBuffers) }, (_, i) => i * fewBuffers);
  const joined = starts.map((at) => {
    const some = values.slice(at, at + fewBuffers);
    return some.length === 1 ? some[0]! : g.concat(some, axis);
  });
  return concatTree(g, joined, axis);
}

function isFed({ source }: Value): boolean {
  return source.kind === 'input' || source.kind === 'view';
}

function swapped(g: Builder, x: Value): Value {
  const rank = x.shape.length;
  return g.transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]);
}
