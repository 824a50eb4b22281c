import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../src-main/graph/builder.ts';
import { gradients } from '../../src-main/graph/gradients.ts';
import { addInput, addOutput, createGraph } from '../../src-main/graph/graph.ts';
import { createSession } from '../../src-main/runtime/session.ts';
import { gradientCases } from './cases.ts';
import { gradientGraph } from './differences.ts';

function begin() {
  const g = createBuilder(createGraph('driver'));
  const x = addInput(g.graph, 'x', 'f32', [2, 3]);
  const y = addInput(g.graph, 'y', 'f32', [2, 3]);
  const total = (value: typeof x) => g.reduceSum(value, [0, 1], false);
  return { g, x, y, total };
}

const feeds = {
  x: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
  y: { data: Float32Array.of(6, 5, 4, 3, 2, 1), shape: [2, 3] },
};

describe('the gradient driver', () => {
  test('a frozen input costs no node', () => {
    const count = (wantY: boolean): number => {
      const { g, x, y, total } = begin();
      const loss = total(g.mul(g.exp(y), x));
      const before = g.graph.nodes.length;
      gradients(g.graph, loss, wantY ? [x, y] : [x]);
      return g.graph.nodes.length - before;
    };
    expect(count(true) - count(false)).toBe(2);
  });

  test('nothing flows through stopGradient', async () => {
    const { g, x, total } = begin();
    const [dx] = gradients(g.graph, total(g.mul(x, g.stopGradient(x))), [x]);
    addOutput(g.graph, 'dx', dx!);
    const session = await createSession(g.graph, { provider: 'cpu' });
    expect([...(await session.run(feeds))['dx']!.data]).toEqual([1, 2, 3, 4, 5, 6]);
    await session.dispose();
  });

  test('what the loss does not depend on has a gradient of zeros', async () => {
    const { g, x, y, total } = begin();
    const [, dy] = gradients(g.graph, total(x), [x, y]);
    addOutput(g.graph, 'dy', dy!);
    const session = await createSession(g.graph, { provider: 'cpu' });
    expect([...(await session.run(feeds))['dy']!.data]).toEqual([0, 0, 0, 0, 0, 0]);
    await session.dispose();
  });

  test('an operation without a rule is named', () => {
    const { g, x, total } = begin();
    expect(() => gradients(g.graph, total(g.reduceMax(x, [1])), [x])).toThrow(/ReduceMax.*no gradient rule/);
  });

  test('a loss that depends on none of the values is refused', () => {
    const { g, x, y, total } = begin();
    expect(() => gradients(g.graph, total(x), [y])).toThrow(/does not depend/);
  });

  test('stretches marked as segments are computed again', () => {
    const layers = gradientCases.find(({ name }) => name === 'two layers that are computed again')!;
    const again = gradientGraph(layers, 'cpu').nodes.filter(({ name }) => name.includes('.again'));
    const layer = ['SimplifiedLayerNormalization', 'Gemm', 'Sigmoid'];
    expect(again.map(({ op }) => op)).toEqual([...layer, ...layer]);
  });
});
