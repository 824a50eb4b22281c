import { expect, test } from 'vitest';
import { groupParameters, stack, stackedShape } from '../../../../src-main/train/device/parameter-groups.ts';

const trainable = [
  { name: 'q.A', shape: [2, 3] as const },
  { name: 'q.B', shape: [3, 2] as const },
  { name: 'k.A', shape: [2, 3] as const },
];

test('tensors of one shape lie in one array, and what is seen of each is a view of it', () => {
  const groups = groupParameters(trainable);
  expect(groups.map(({ members }) => members)).toEqual([[0, 2], [1]]);
  expect(groups.map(stackedShape)).toEqual([
    [4, 3],
    [3, 2],
  ]);
  const tensors = [1, 2, 3].map((value) => new Float32Array(6).fill(value));
  const { stacked, views } = stack(groups, tensors);
  expect([...stacked[0]!]).toEqual([1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3]);
  expect(views).toEqual(tensors);
  stacked[0]![6] = 30;
  expect(views[2]![0]).toBe(30);
});
