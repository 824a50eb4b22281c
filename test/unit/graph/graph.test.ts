import { expect, test } from 'vitest';
import { createBuilder } from '../../../src-main/graph/builder.ts';
import { addInput, addWeight, createGraph } from '../../../src-main/graph/graph.ts';

function begin() {
  const g = createBuilder(createGraph('test'));
  return { g, x: addInput(g.graph, 'x', 'f32', ['batch', 'seq', 6]) };
}

test('a reshape infers what −1 stands for, and refuses what does not fit', () => {
  const { g, x } = begin();
  expect(g.reshape(x, ['batch', 'seq', 2, 3]).shape).toEqual(['batch', 'seq', 2, 3]);
  expect(g.reshape(x, ['batch*seq', 6]).shape).toEqual(['batch*seq', 6]);
  expect(() => g.reshape(x, ['batch*seq', 7])).toThrow(/Reshape/);
});

test('a shape error names the operation and what it was given', () => {
  const { g, x } = begin();
  const w = addInput(g.graph, 'w', 'f32', [4, 5]);
  expect(() => g.gemm(g.reshape(x, ['batch*seq', 6]), w)).toThrow(
    /Gemm Gemm\(f32\[batch\*seq, 6\], f32\[4, 5\]\): inner sizes 6 and 4 differ/,
  );
  expect(() => g.add(x, g.cast(x, 'f16'))).toThrow(/f32 and f16 differ/);
});

test('one range of a file is one weight, as a tied head asks for', () => {
  const { g } = begin();
  const range = { file: 'model.safetensors', offset: 100, length: 48 };
  const first = addWeight(g.graph, 'embed', 'f32', [3, 4], range);
  expect(addWeight(g.graph, 'head', 'f32', [3, 4], range)).toBe(first);
});

test('a name is given once', () => {
  const { g } = begin();
  expect(() => addInput(g.graph, 'x', 'f32', [1])).toThrow(/the name x is taken/);
});
