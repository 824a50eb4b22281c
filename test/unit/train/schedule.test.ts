import { expect, test } from 'vitest';
import { countSteps, countWarmupSteps, learningRate } from '../../../src-main/train/schedule.ts';

// transformers 5.18 get_scheduler(constant_with_warmup | linear | cosine, lr 2e-4, 3 warmup steps of 12).
const expected = {
  constant: [0, 6.666666666666667e-5, 1.3333333333333334e-4, ...Array<number>(9).fill(2e-4)],
  linear: [
    0, 6.666666666666667e-5, 1.3333333333333334e-4, 2e-4, 1.7777777777777779e-4, 1.5555555555555556e-4,
    1.3333333333333334e-4, 1.1111111111111112e-4, 8.888888888888889e-5, 6.666666666666667e-5,
    4.4444444444444447e-5, 2.2222222222222223e-5, 0,
  ],
  cosine: [
    0, 6.666666666666667e-5, 1.3333333333333334e-4, 2e-4, 1.9396926207859084e-4, 1.766044443118978e-4, 1.5e-4,
    1.1736481776669306e-4, 8.263518223330697e-5, 5.000000000000002e-5, 2.339555568810221e-5,
    6.030737921409169e-6, 0,
  ],
};

test.each(['constant', 'linear', 'cosine'] as const)('%s equals transformers', (schedule) => {
  const options = { schedule, base: 2e-4, warmupSteps: 3, totalSteps: 12 };
  expected[schedule].forEach((rate, step) => expect(learningRate(step, options)).toBeCloseTo(rate, 18));
});

test('without warmup the first step has the full rate', () => {
  const options = { base: 1, warmupSteps: 0, totalSteps: 4 };
  expect(learningRate(0, { ...options, schedule: 'linear' })).toBe(1);
  // transformers' cosine without warmup, 4 steps.
  const cosine = [1, 0.8535533905932737, 0.5, 0.14644660940672627, 0];
  cosine.forEach((rate, step) =>
    expect(learningRate(step, { ...options, schedule: 'cosine' })).toBeCloseTo(rate, 15),
  );
});

test('a run that is all warmup never divides by zero', () => {
  const options = { schedule: 'cosine', base: 1, warmupSteps: 4, totalSteps: 4 } as const;
  expect([0, 1, 2, 3, 4].map((step) => learningRate(step, options))).toEqual([0, 0.25, 0.5, 0.75, 1]);
});

test.each([
  [0.03, 720, 22],
  [0.1, 30, 3],
  [0.1, 35, 4],
  [0, 9, 0],
  [1, 9, 9],
])('warmup of %f of %i steps is rounded up', (ratio, total, warmup) => {
  expect(countWarmupSteps(ratio, total)).toBe(warmup);
});

// Team bug: the scheduler stepped per batch in one version and per accumulation in another.
test.each([
  { samples: 180, batch: 1, accumulation: 4, epochs: 1, perEpoch: 45, total: 45 },
  { samples: 1152, batch: 2, accumulation: 4, epochs: 5, perEpoch: 144, total: 720 },
  { samples: 1153, batch: 2, accumulation: 4, epochs: 5, perEpoch: 145, total: 725 },
  { samples: 3, batch: 2, accumulation: 8, epochs: 3, perEpoch: 1, total: 3 },
  { samples: 100, batch: 8, accumulation: 3, epochs: 0.5, perEpoch: 5, total: 3 },
  { samples: 1, batch: 1, accumulation: 1, epochs: 0.1, perEpoch: 1, total: 1 },
])('$samples samples in $batch × $accumulation are $perEpoch optimizer steps an epoch', (row) => {
  const counted = countSteps(row.samples, row.batch, row.accumulation, row.epochs);
  expect(counted).toEqual({ perEpoch: row.perEpoch, total: row.total });
});
