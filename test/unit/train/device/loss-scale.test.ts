import { expect, test } from 'vitest';
import { createLossScale } from '../../../../src-main/train/device/loss-scale.ts';

test('begins as GradScaler does, halves at each overflow, and gives up at one', () => {
  const scale = createLossScale(true);
  expect(scale.value).toBe(65536);
  for (let power = 15; power >= 0; power--) {
    expect(scale.overflowed()).toBe(true);
    expect(scale.value).toBe(2 ** power);
  }
  expect(scale.overflowed()).toBe(false);
});

test('doubles after 2000 good steps in a row, not beyond its beginning', () => {
  const scale = createLossScale(true);
  const succeed = (times: number) => {
    for (let i = 0; i < times; i++) scale.succeeded();
  };
  scale.overflowed();
  succeed(1999);
  scale.overflowed();
  succeed(1999);
  expect(scale.value).toBe(16384);
  succeed(1);
  expect(scale.value).toBe(32768);
  succeed(4000);
  expect(scale.value).toBe(65536);
});

test('is one where it is not needed', () => {
  const scale = createLossScale(false);
  expect(scale.value).toBe(1);
  expect(scale.overflowed()).toBe(false);
});
