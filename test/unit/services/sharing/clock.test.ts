import { expect, test } from 'vitest';
import { aheadBy, nextReading } from '../../../../src-main/services/sharing/clock.ts';

test('follows the wall clock while it is ahead of all that was seen', () => {
  expect(nextReading({ wall: 100, counter: 7 }, 101)).toEqual({ wall: 101, counter: 0 });
});

test('counts on where the wall clock stands still, goes back, or lags behind what was seen', () => {
  expect(nextReading({ wall: 100, counter: 0 }, 100)).toEqual({ wall: 100, counter: 1 });
  expect(nextReading({ wall: 100, counter: 4 }, 20)).toEqual({ wall: 100, counter: 5 });
});

test('a clock ahead of ours shows in what it read, not in what others counted from it', () => {
  const day = 86_400_000;
  expect(aheadBy({ wall: day + 5000, counter: 0 }, 5000)).toBe(day);
  expect(aheadBy({ wall: day + 5000, counter: 3 }, 5000)).toBeNull();
  expect(aheadBy({ wall: 5000 + 30_000, counter: 0 }, 5000)).toBeNull();
  expect(aheadBy({ wall: 5000, counter: 0 }, day)).toBeNull();
});
