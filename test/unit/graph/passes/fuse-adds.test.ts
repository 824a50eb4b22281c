import { expect, test } from 'vitest';
import { createBuilder, type Builder } from '../../../../src-main/graph/builder.ts';
import { addInput, addOutput, createGraph } from '../../../../src-main/graph/graph.ts';
import { fuseAdds } from '../../../../src-main/graph/passes/fuse-adds.ts';
import type { DType, Shape, Value } from '../../../../src-main/graph/value.ts';

/** Operations that are left of a sum of inputs, with their numbers of inputs. */
function left(
  types: readonly [DType, Shape][],
  build: (g: Builder, ...values: Value[]) => readonly Value[],
): string[] {
  const g = createBuilder(createGraph('sums'));
  const inputs = types.map(([dtype, shape], i) => addInput(g.graph, `x${i}`, dtype, shape));
  build(g, ...inputs).forEach((value, i) => addOutput(g.graph, `y${i}`, value));
  fuseAdds(g.graph);
  return g.graph.nodes.map(({ op, inputs }) => `${op} ${inputs.length}`);
}

const wide: [DType, Shape] = ['f32', ['rows', 8]];

test('a sum of sums is one operation, on whichever side the inner one stands', () => {
  expect(left([wide, wide, wide], (g, a, b, c) => [g.add(a, g.add(b, c))])).toEqual(['Sum 3']);
  expect(left([wide, wide, wide], (g, a, b, c) => [g.add(g.add(a, b), c)])).toEqual(['Sum 3']);
});

test('three at most', () => {
  const four = left([wide, wide, wide, wide], (g, a, b, c, d) => [g.add(g.add(g.add(a, b), c), d)]);
  expect(four).toEqual(['Sum 3', 'Add 2']);
});

test.each<[string, [DType, Shape][]]>([
  ['16 bits', [['bf16', ['rows', 8]]]],
  ['vectors', [['f32', [8]]]],
])('nothing in %s', (_name, [type]) => {
  expect(left([type!, type!, type!], (g, a, b, c) => [g.add(a, g.add(b, c))])).toEqual(['Add 2', 'Add 2']);
});

test('nothing where one is spread, or where the inner sum is read twice', () => {
  expect(left([wide, wide, ['f32', [8]]], (g, a, b, c) => [g.add(a, g.add(b, c))])).toEqual([
    'Add 2',
    'Add 2',
  ]);
  const twice = left([wide, wide, wide], (g, a, b, c) => {
    const inner = g.add(b, c);
    return [g.add(a, inner), inner];
  });
  expect(twice).toEqual(['Add 2', 'Add 2']);
});
