import { expect, test } from 'vitest';
import { createBuilder } from '../../../../src-main/graph/builder.ts';
import { addInput, addOutput, createGraph } from '../../../../src-main/graph/graph.ts';
import { dropoutMask, keyWidth } from '../../../../src-main/models/lora/dropout.ts';
import { createSession } from '../../../../src-main/runtime/session.ts';
import { columnKeys, rowKeys } from '../../../../src-main/train/dropout-keys.ts';

const rows = 512;
const columns = 768;
const rate = 0.1;

/** The mask of a module as the graph makes it: a stretch of the wide one of all that see the same rows. */
async function mask(step: number, module: number): Promise<Float32Array> {
  const g = createBuilder(createGraph('mask'));
  const width = columns + 64;
  const input = addInput(g.graph, 'dropoutRows:rows', 'f32', ['rows', keyWidth]);
  const cols = addInput(g.graph, 'columns', 'f32', [keyWidth, width]);
  const wide = dropoutMask(g, input, cols, Math.round(rate * 8192) / 8192);
  addOutput(g.graph, 'mask', g.slice(wide, 8 * module, 8 * module + columns, 1));
  const session = await createSession(g.graph, { provider: 'cpu' });
  const rowIds = { rows: Uint32Array.from({ length: rows }, (_, i) => i) };
  const outputs = await session.run({
    ...rowKeys(g.graph, rowIds, { seed: 42, step, micro: 0 }),
    columns: { data: columnKeys(42, 'text', width), shape: [keyWidth, width] },
  });
  await session.dispose();
  return outputs['mask']!.data as Float32Array;
}

/** Correlation of two mask rows or masks, entries a and b zero or one. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Largest |correlation| between neighbours and far pairs among `count` vectors. */
function worstPair(vector: (i: number) => ArrayLike<number>, count: number): number {
  const pairs = Array.from({ length: count - 7 }, (_, i) =>
    [1, 2, 7].map((gap) => correlation(vector(i), vector(i + gap))),
  );
  return Math.max(...pairs.flat().map(Math.abs));
}

test('zeros come at the rate, in every row and column about as often', async () => {
  const m = await mask(0, 0);
  expect([...new Set(m)].sort()).toEqual([0, 1]);
  const kept = m.reduce((sum, v) => sum + v, 0) / m.length;
  // Four standard deviations of as many independent draws.
  expect(Math.abs(kept - (1 - rate))).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / m.length));
  for (let row = 0; row < rows; row++) {
    const share = m.subarray(row * columns, (row + 1) * columns).reduce((sum, v) => sum + v, 0) / columns;
    expect(Math.abs(share - 0.9)).toBeLessThan(5 * Math.sqrt(0.09 / columns));
  }
});

test('rows and columns of a mask are uncorrelated', async () => {
  const m = await mask(3, 1);
  const row = (i: number) => m.subarray(i * columns, (i + 1) * columns);
  const column = (j: number) => Float32Array.from({ length: rows }, (_, i) => m[i * columns + j]!);
  expect(worstPair(row, 64)).toBeLessThan(5 / Math.sqrt(columns));
  expect(worstPair(column, 64)).toBeLessThan(5 / Math.sqrt(rows));
});

test('steps and modules draw masks of their own, and the same ones when asked again', async () => {
  const [first, again, nextStep, nextModule] = [
    await mask(5, 2),
    await mask(5, 2),
    await mask(6, 2),
    await mask(5, 3),
  ];
  expect(again).toEqual(first);
  expect(Math.abs(correlation(first, nextStep))).toBeLessThan(4 / Math.sqrt(rows * columns));
  expect(Math.abs(correlation(first, nextModule))).toBeLessThan(4 / Math.sqrt(rows * columns));
});
