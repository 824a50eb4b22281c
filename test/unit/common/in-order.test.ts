import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inOrder } from '../../../src-main/common/in-order.ts';

test('results come in the order of their tasks, whichever is done first', async () => {
  const tasks = [30, 1, 20, 0].map((ms) => () => wait(ms, ms));
  const results: number[] = [];
  for await (const result of inOrder(tasks, 3)) results.push(result);
  expect(results).toEqual([30, 1, 20, 0]);
});

test('no more tasks are begun than may be ahead of what was taken', async () => {
  let begun = 0;
  const tasks = Array.from({ length: 9 }, () => () => Promise.resolve(++begun));
  let taken = 0;
  for await (const _ of inOrder(tasks, 3)) {
    taken++;
    expect(begun).toBe(Math.min(9, taken + 2));
  }
  expect(taken).toBe(9);
});

test('a failure comes in its place; one behind it is not unhandled', async () => {
  const tasks = [
    () => wait(5, 'first'),
    () => Promise.reject(new Error('second')),
    () => Promise.reject(new Error('third')),
  ];
  const results = inOrder(tasks, 3);
  expect((await results.next()).value).toBe('first');
  await expect(results.next()).rejects.toThrow('second');
});
