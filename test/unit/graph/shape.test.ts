import { expect, test } from 'vitest';
import { broadcast, evaluate, product } from '../../../src-main/graph/shape.ts';

test('products have one normal form', () => {
  expect(product([2, 'seq', 3, 'batch'])).toBe('6*batch*seq');
  expect(product(['batch*seq', 2])).toBe(product([2, 'seq', 'batch']));
  expect(product([2, 3])).toBe(6);
  expect(product([])).toBe(1);
  expect(product(['6*batch', 0])).toBe(0);
});

test('sizes are evaluated under bound names', () => {
  const bound = new Map([
    ['batch', 4],
    ['seq', 7],
  ]);
  expect(evaluate('2*batch*seq', bound)).toBe(56);
  expect(evaluate(5, bound)).toBe(5);
  expect(() => evaluate('images', bound)).toThrow(/"images".*not bound/);
});

test('shapes broadcast as NumPy does', () => {
  expect(broadcast(['batch', 1, 4], [3, 1])).toEqual(['batch', 3, 4]);
  expect(broadcast([], ['batch', 2])).toEqual(['batch', 2]);
  expect(() => broadcast([2], [3])).toThrow(/do not broadcast/);
  expect(() => broadcast(['batch'], ['seq'])).toThrow(/do not broadcast/);
});
