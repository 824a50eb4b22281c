import { expect, test } from 'vitest';
import { createBuilder } from '../../../../src-main/graph/builder.ts';
import { gradients } from '../../../../src-main/graph/gradients.ts';
import { addInput, addOutput, addWeight, createGraph, type Graph } from '../../../../src-main/graph/graph.ts';
import { tidy } from '../../../../src-main/graph/passes/tidy.ts';
import type { Value } from '../../../../src-main/graph/value.ts';

/** Two layers on one 4-bit matrix and the gradient of their input. */
function trainingGraph(double: boolean): Graph {
  const graph = createGraph('nf4');
  const g = createBuilder(graph);
  const weight = (name: string, dtype: 'u8' | 'f32', shape: number[]): Value =>
    addWeight(graph, name, dtype, shape, { file: name, offset: 0, length: 0 });
  const nested = { codes: weight('nested codes', 'u8', [256]), offset: weight('offset', 'f32', [1]) };
  const packed = {
    shape: [64, 64] as const,
    codes: weight('codes', 'u8', [2048]),
    absmax: weight('absmax', 'f32', [double ? 1 : 64, 1]),
    nested: double ? nested : null,
  };
  const x = addInput(graph, 'x', 'f32', ['rows', 64]);
  const layer = (input: Value) => g.tanh(g.nf4Gemm(input, packed, { transB: true }));
  const loss = g.reduceSum(
    g.segment('layers.0', () => layer(layer(x))),
    [0, 1],
    false,
  );
  addOutput(graph, 'loss', loss);
  addOutput(graph, 'dx', gradients(graph, loss, [x])[0]!);
  tidy(graph, 'cpu');
  return graph;
}

test.each([false, true])('no part of a matrix can be computed from weights alone, double %s', (double) => {
  const graph = trainingGraph(double);
  const moving = new Set<Value>(graph.inputs.filter(({ source }) => source.kind === 'input'));
  // What can be computed in advance would be folded into the model, or computed first and kept.
  const still: string[] = [];
  for (const { name, inputs, outputs } of graph.nodes) {
    const moves = inputs.some((value) => value && moving.has(value));
    if (moves) for (const y of outputs) moving.add(y);
    else if (inputs.some((value) => value?.source.kind === 'weight')) still.push(name);
  }
  expect(still).toEqual([]);
});

test('each product has an unpacked matrix of its own', () => {
  const products = trainingGraph(false).nodes.filter(({ op }) => op === 'Gemm');
  // Forward, again in the backward pass, and the gradients of both layers.
  expect(products).toHaveLength(6);
  expect(new Set(products.map(({ inputs }) => inputs[1])).size).toBe(6);
});
