import { expect, test } from 'vitest';
import { createBuilder } from '../../../../src-main/graph/builder.ts';
import { gradients } from '../../../../src-main/graph/gradients.ts';
import { addInput, addOutput, createGraph } from '../../../../src-main/graph/graph.ts';
import { lowerComposed } from '../../../../src-main/graph/passes/lower-composed.ts';
import { printType } from '../../../../src-main/graph/value.ts';

test('SwiGLU takes a SiLU where only an answer is wanted, and keeps its sigmoid where a gradient is', () => {
  const operations = [false, true].map((train) => {
    const g = createBuilder(createGraph('swiglu'));
    const [gate, up] = ['gate', 'up'].map((name) => addInput(g.graph, name, 'f32', [2, 3]));
    const loss = g.reduceSum(g.swiGlu(gate!, up!), [0, 1], false);
    addOutput(g.graph, 'loss', loss);
    if (train) addOutput(g.graph, 'dgate', gradients(g.graph, loss, [gate!])[0]!);
    lowerComposed(g.graph);
    return g.graph.nodes.map(({ op }) => op).slice(0, 3);
  });
  expect(operations).toEqual([
    ['QuickGelu', 'Mul', 'ReduceSum'],
    ['Sigmoid', 'Mul', 'Mul'],
  ]);
});

test('a norm of f32 with weights in 16 bits is computed in f32 and hands on 16 bits', () => {
  const g = createBuilder(createGraph('norms'));
  const x = addInput(g.graph, 'x', 'f32', ['rows', 4]);
  const [weight, bias] = ['weight', 'bias'].map((name) => addInput(g.graph, name, 'bf16', [4]));
  addOutput(g.graph, 'rms', g.rmsNorm(x, weight!, 1e-6));
  addOutput(g.graph, 'layer', g.layerNorm(x, weight!, bias!, 1e-6));
  lowerComposed(g.graph);
  const norms = g.graph.nodes.filter(({ op }) => op.endsWith('Normalization'));
  expect(norms.map(({ inputs, outputs }) => [...inputs, outputs[0]!].map((v) => printType(v!)))).toEqual([
    ['f32[rows, 4]', 'f32[4]', 'f32[rows, 4]'],
    ['f32[rows, 4]', 'f32[4]', 'f32[4]', 'f32[rows, 4]'],
  ]);
  expect(g.graph.outputs.map(({ value }) => printType(value))).toEqual(['bf16[rows, 4]', 'bf16[rows, 4]']);
});
