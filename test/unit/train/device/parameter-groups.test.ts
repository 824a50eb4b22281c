import { expect, test } from 'vitest';
import {
  blocksOf,
  groupFeeds,
  groupParameters,
  tensorsOf,
} from '../../../../src-main/train/device/parameter-groups.ts';

const trainable = [
  { name: 'text.layers.2.q.A', shape: [2, 3] as const },
  { name: 'text.layers.3.q.B', shape: [4, 2] as const },
  { name: 'text.layers.4.q.A', shape: [2, 3] as const },
];

test('tensors of two neighbouring layers lie in one array, in which each is found again', () => {
  const groups = groupParameters(trainable, 'bf16');
  expect(groups.map(({ name, size }) => [name, size])).toEqual([
    ['text.layers.2', 14],
    ['text.layers.4', 6],
  ]);
  expect(groups.map(({ members }) => members.map(({ index }) => index))).toEqual([[0, 1], [2]]);
  const tensors = trainable.map(({ shape }, i) => new Float32Array(shape[0] * shape[1]).fill(i + 1));
  const feeds = groupFeeds('theta', groups, tensors);
  expect([...feeds['theta:text.layers.2']!.data]).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2]);
  expect(tensorsOf('theta', groups, 3, feeds)).toEqual(tensors);
});

test('factors that are multiplied with one value lie side by side, and are found again where they are', () => {
  const shape = [2, 3] as const;
  const layer = [
    { name: 'layers.0.q.A', shape, reads: 'normed' },
    { name: 'layers.0.q.B', shape: [4, 2] as const },
    { name: 'layers.0.k.A', shape, reads: 'normed' },
    { name: 'layers.0.k.B', shape: [1, 2] as const },
    { name: 'layers.0.o.A', shape, reads: 'mixed' },
  ];
  const [group] = groupParameters(layer, 'bf16');
  expect(blocksOf(group!.members).map((block) => block.map(({ index }) => index))).toEqual([
    [0, 2],
    [1],
    [3],
    [4],
  ]);
  const tensors = layer.map(({ shape: [rows, columns] }, i) => new Float32Array(rows * columns).fill(i));
  const feeds = groupFeeds('theta', [group!], tensors);
  expect([...feeds['theta:layers.0']!.data]).toEqual([
    ...[0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2],
    ...[1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 4, 4, 4, 4, 4, 4],
  ]);
  expect(tensorsOf('theta', [group!], 5, feeds)).toEqual(tensors);
});

test('zeros behind a tensor, or behind each of its rows, belong to its group alone', () => {
  const layer = [
    { name: 'layers.0.gate.B', shape: [6, 2] as const, pad: 'rows' as const },
    { name: 'layers.0.down.A', shape: [2, 6] as const, pad: 'columns' as const },
    { name: 'layers.0.down.B', shape: [5, 1] as const, pad: null },
  ];
  expect(groupParameters(layer, 'f32')[0]!.size).toBe(12 + 12 + 5);
  const groups = groupParameters(layer, 'bf16');
  expect(groups[0]!.size).toBe(16 + 16 + 5);
  const tensors = layer.map(({ shape: [rows, columns] }) =>
    Float32Array.from({ length: rows * columns }, (_, i) => i + 1),
  );
  const feeds = groupFeeds('theta', groups, tensors);
  expect([...feeds['theta:layers.0']!.data]).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 0],
    ...[1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0],
    ...[1, 2, 3, 4, 5],
  ]);
  expect(tensorsOf('theta', groups, 3, feeds)).toEqual(tensors);
});
