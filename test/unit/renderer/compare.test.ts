import { expect, it } from 'vitest';
import { dashesOf, nextKind, placeOn, withFirst } from '../../../src-renderer/features/compare/compared.ts';

it('tells two runs of one member apart by their dashes', () => {
  const dashes = dashesOf([{ member: 'A' }, { member: 'B' }, { member: 'A' }, { member: 'A' }]);
  expect(dashes[0]).toEqual([]);
  expect(dashes[1]).toEqual([]);
  expect(new Set([dashes[0], dashes[2], dashes[3]].map(String)).size).toBe(3);
});

it('goes round through all kinds', () => {
  expect(nextKind(['count', 'read'], '')).toBe('count');
  expect(nextKind(['count', 'read'], 'read')).toBe('');
  expect(nextKind([], 'gone')).toBe('');
});

it('places points by step, epoch and minutes', () => {
  const point = {
    step: 10,
    epoch: 0.5,
    seconds: 90,
    loss: null,
    letterLoss: null,
    accuracy: null,
    low: null,
    high: null,
    learningRate: null,
    gradNorm: null,
    samples: 8,
  };
  expect((['step', 'epoch', 'minutes'] as const).map((axis) => placeOn(axis, point))).toEqual([10, 0.5, 1.5]);
});

it('moves a run to the front', () => {
  expect(withFirst(['a', 'b', 'c'], 'c')).toEqual(['c', 'a', 'b']);
});
