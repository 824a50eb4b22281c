import { createBuilder, type Builder } from '../builder.ts';
import { addConstant, type Graph } from '../graph.ts';
import { dynamicMap, nestedBlock, nf4Block, nf4Values } from '../../common/nf4.ts';
import type { Node, Value } from '../value.ts';

/**
 * Writes each Nf4Gemm as a Gemm on a weight that is unpacked just before. Weights depend on constants alone, which ONNX
 * Runtime would fold, or compute and keep before anything else; so their codes are tied to the product's other factor,
 * and to what it is added to, which may have a weight of its own to unpack.
 * Nor may it know their sizes, or it would keep the memory of one for the next like it, through all that lies between.
 */
export function lowerNf4(graph: Graph): void {
  const before = graph.nodes;
  if (!before.some(({ op }) => op === 'Nf4Gemm')) return;
  graph.nodes = [];
  const g = createBuilder(graph);
  for (const node of before) {
    graph.segment = node.segment;
    if (node.op !== 'Nf4Gemm') {
      graph.nodes.push(node);
      continue;
    }
    const from = graph.nodes.length;
    const product = lowered(g, node);
    for (const { outputs } of graph.nodes.slice(from))
      for (const value of outputs) graph.unplanned.add(value);
    graph.nodes.push(product);
  }
  graph.segment = null;
}

/** The product itself; what it needs is already added. */
function lowered(g: Builder, node: Node): Node {
  const [x, , , , , c] = node.inputs;
  const { transB } = node.attributes;
  const inputs = [x!, unpacked(g, node), ...(c ? [c] : [])];
  return { ...node, op: 'Gemm', inputs, attributes: { transB: transB! } };
}

/** W [out, in] with its padding, in X's type; computed in f32, as bitsandbytes does. */
function unpacked(g: Builder, { inputs, attributes }: Node): Value {
  const [x, codes, absmax, nestedCodes, offset, c] = inputs as [Value, Value, Value, ...(Value | null)[]];
  const [shape, padded] = [attributes['shape'], attributes['padded']] as [number[], number[]];
  const afterX = g.vectorsAfter(x);
  const afterC = c?.source.kind === 'node' && c.shape.length === 2 ? g.vectorsAfter(c) : null;
  const late = (vector: Value): Value => (afterC ? afterC(afterX(vector)) : afterX(vector));
  const count = shape[0]! * shape[1]!;
  const blocks = Math.ceil(count / nf4Block);
  const scale = nestedCodes && offset ? magnitudes(g, late(nestedCodes), absmax, offset, blocks) : absmax;
  const pairs = g.gather(pairTable(g), g.cast(late(codes), 'i32'));
  const values = g.mul(g.reshapeLate(pairs, [blocks, nf4Block]), scale);
  const matrix = g.cast(g.reshapeLate(firstOf(g, values, count), shape), x.dtype);
  return g.padTo(g.padTo(matrix, 0, padded[0]), 1, padded[1]);
}

/** Magnitudes [blocks, 1] of double quantisation. */
function magnitudes(g: Builder, codes: Value, absmax: Value, offset: Value, blocks: number): Value {
  const groups = Math.ceil(blocks / nestedBlock);
  const values = g.gather(magnitudeTable(g), g.cast(codes, 'i32'));
  const scaled = g.mul(g.reshapeLate(values, [groups, nestedBlock]), absmax);
  return g.reshape(firstOf(g, g.add(scaled, offset), blocks), [blocks, 1]);
}

/** The first `count` numbers of [rows, columns]: the last row may not be full. */
function firstOf(g: Builder, rows: Value, count: number): Value {
  const [height, width] = rows.shape as [number, number];
  return height * width === count ? rows : g.slice(g.reshape(rows, [height * width]), 0, count, 0);
}

/** What each byte of double quantisation stands for, [256]. */
function magnitudeTable(g: Builder): Value {
  return g.shared('nf4 magnitudes', () => addConstant(g.graph, 'f32', [256], dynamicMap()));
}

/** The two numbers of each byte, [256, 2]. */
function pairTable(g: Builder): Value {
  return g.shared('nf4 pairs', () => {
    const values = Float32Array.from({ length: 512 }, (_, i) => nf4Values[i % 2 ? (i >> 1) & 15 : i >> 5]!);
    return addConstant(g.graph, 'f32', [256, 2], values);
  });
}
