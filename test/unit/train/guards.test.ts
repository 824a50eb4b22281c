import { describe, expect, test } from 'vitest';
import { createChanceGuard, type GuardSample } from '../../../src-main/train/guards.ts';

const fair = { loss: 1, gradNorm: 1 };

/** 64 samples of which `correct` are right, with one mean loss. */
function samples(correct: number, loss: number, count = 64): GuardSample[] {
  return Array.from({ length: count }, (_, i) => ({ loss, correct: i < correct }));
}

function judge(window: GuardSample[], step = 100): string | null {
  return createChanceGuard({ fromStep: 50, enabled: true }).take({ ...fair, step, samples: window });
}

describe('numbers that are not finite stop at once', () => {
  test.each([
    ['loss', { loss: Number.NaN, gradNorm: 1 }, /loss of step 1 is NaN/],
    ['gradient', { loss: 1, gradNorm: Infinity }, /norm at step 1 is Infinity/],
  ])('%s', (_, step, reason) => {
    const guard = createChanceGuard({ fromStep: 50, enabled: true });
    expect(guard.take({ ...step, step: 1, samples: samples(1, 0.1, 1) })).toMatch(reason);
  });

  test('letters', () => {
    const guard = createChanceGuard({ fromStep: 50, enabled: true });
    expect(guard.take({ ...fair, step: 1, samples: samples(0, Number.NaN, 1) })).toMatch(/four letters/);
  });
});

describe('chance', () => {
  // 0.95·ln 4 = 1.31698; Wilson's interval of k of 64 holds 0.25 for k from 10 to 22.
  test.each([
    [16, 1.386, true],
    [16, 1.317, true],
    [16, 1.3169, false],
    [16, 9, true],
    [10, 1.4, true],
    [9, 1.4, false],
    [22, 1.4, true],
    [23, 1.4, false],
  ])('%i of 64 right with letter loss %f: stops %s', (correct, loss, stops) => {
    expect(judge(samples(correct, loss)) !== null).toBe(stops);
  });

  test('is excused during warmup and the first half epoch', () => {
    expect(judge(samples(16, 1.4), 49)).toBeNull();
    expect(judge(samples(16, 1.4), 50)).toMatch(/answered by chance.*16 right/);
  });

  test('is not judged before 64 samples were seen', () => {
    expect(judge(samples(16, 1.4, 63))).toBeNull();
  });

  test('is judged over the last 64 samples only', () => {
    const guard = createChanceGuard({ fromStep: 2, enabled: true });
    expect(guard.take({ ...fair, step: 1, samples: samples(16, 1.4) })).toBeNull();
    expect(guard.take({ ...fair, step: 2, samples: samples(60, 0.2) })).toBeNull();
    expect(guard.window()).toEqual(samples(60, 0.2));
  });

  test('is remembered over a resume', () => {
    const before = createChanceGuard({ fromStep: 0, enabled: true });
    before.take({ ...fair, step: 1, samples: samples(15, 1.4, 60) });
    const after = createChanceGuard({ fromStep: 0, enabled: true, window: before.window() });
    expect(after.take({ ...fair, step: 2, samples: samples(1, 1.4, 4) })).toMatch(/16 right/);
  });
});

test('switched off, it remembers and never stops', () => {
  const guard = createChanceGuard({ fromStep: 0, enabled: false });
  expect(guard.take({ loss: Number.NaN, gradNorm: 1, step: 9, samples: samples(16, 1.4) })).toBeNull();
  expect(guard.window()).toHaveLength(64);
});
