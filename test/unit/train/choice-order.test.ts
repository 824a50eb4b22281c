import { describe, expect, test } from 'vitest';
import {
  answeringOrders,
  averageOrders,
  shownLetter,
  trainingOrder,
} from '../../../src-main/train/choice-order.ts';

test('an answer is remapped to the letter under which its choice is shown', () => {
  // Places a, b, c, d show the choices c, a, d, b.
  const order = [2, 0, 3, 1];
  expect((['a', 'b', 'c', 'd'] as const).map((choice) => shownLetter(choice, order))).toEqual([
    'b',
    'd',
    'a',
    'c',
  ]);
});

test('training orders change with sample and epoch and come again with the seed', () => {
  const orders = (seed: number, epoch: number): string[] =>
    Array.from({ length: 50 }, (_, sample) => trainingOrder(seed, epoch, sample).join(''));
  expect(orders(42, 0)).toEqual(orders(42, 0));
  expect(orders(42, 0)).not.toEqual(orders(42, 1));
  expect(new Set(orders(42, 0)).size).toBeGreaterThan(10);
});

test('over many samples the answer stands at each place alike', () => {
  const places = [0, 0, 0, 0];
  for (let sample = 0; sample < 4000; sample++) places[trainingOrder(1, 0, sample).indexOf(0)]! += 1;
  for (const place of places) expect(Math.abs(place - 1000)).toBeLessThan(120);
});

describe('answering orders', () => {
  test('are the file order, with its reverse, or the rotations', () => {
    expect(answeringOrders(1)).toEqual([[0, 1, 2, 3]]);
    expect(answeringOrders(2)).toEqual([
      [0, 1, 2, 3],
      [3, 2, 1, 0],
    ]);
    expect(answeringOrders(4)).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3, 0],
      [2, 3, 0, 1],
      [3, 0, 1, 2],
    ]);
  });

  test('averaged over four, a model that always says "a" says nothing', () => {
    const answers = answeringOrders(4).map((order) => ({ order, probabilities: [1, 0, 0, 0] }));
    expect(averageOrders(answers)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  test.each([1, 2, 4] as const)('averaged over %i, a model that knows the choice is heard', (count) => {
    // Whatever the order, choice 2 gets 0.7 and the others 0.1.
    const answers = answeringOrders(count).map((order) => ({
      order,
      probabilities: order.map((choice) => (choice === 2 ? 0.7 : 0.1)),
    }));
    averageOrders(answers).forEach((p, choice) => expect(p).toBeCloseTo(choice === 2 ? 0.7 : 0.1, 12));
  });
});
