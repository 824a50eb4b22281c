import { expect, test } from 'vitest';
import {
  chiSquareTest,
  mcNemarTest,
  normalCdf,
  pairedBootstrap,
  wilsonInterval,
} from '../../../src-main/common/statistics.ts';

// Roots of (p − x)² = z²·x(1 − x)/n, which define the interval, in 40-digit decimals.
test.each([
  [10, 20, 0.29929800819821234, 0.7007019918017877],
  [0, 10, 0, 0.27753279986288926],
  [64, 64, 0.9433759402071946, 1],
  [16, 64, 0.16014926530970575, 0.36816276458669694],
  [504, 560, 0.8723629935770015, 0.9221865965454009],
])('Wilson interval of %i of %i', (successes, count, low, high) => {
  const interval = wilsonInterval(successes, count);
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});

test('without trials the interval is everything', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});

// p of the statistic: torch.special.gammaincc(freedom / 2, statistic / 2) in float64.
test.each([
  [[150, 130, 140, 140], [0.25, 0.25, 0.25, 0.25], 1.4285714285714286, 0.6988513076924843],
  [[60, 20, 10, 10], [0.3, 0.3, 0.2, 0.2], 43.333333333333336, 2.0909016060751684e-9],
  [[50, 30], [0.5, 0.5], 5, 0.025347318677468252],
  [[25, 25, 25, 25], [0.25, 0.25, 0.25, 0.25], 0, 1],
])('χ² of %j', (counts, shares, statistic, p) => {
  const result = chiSquareTest(counts, shares);
  expect(result.statistic).toBeCloseTo(statistic, 10);
  expect(Math.abs(result.p / p - 1)).toBeLessThan(1e-10);
});

test('the χ² critical values of printed tables have their p', () => {
  // Three counts 100 + t, 100 − t, 100 have χ² = 2t²/100; two degrees of freedom: 5.991 at 5 %, 9.210 at 1 %.
  const p = (critical: number): number => {
    const t = Math.sqrt(critical * 50);
    return chiSquareTest([100 + t, 100 - t, 100], [1 / 3, 1 / 3, 1 / 3]).p;
  };
  expect(p(5.991464547107979)).toBeCloseTo(0.05, 12);
  expect(p(9.21034037197618)).toBeCloseTo(0.01, 12);
});

// Sums of binomial coefficients in whole numbers (Python's fractions).
test.each([
  [0, 0, 1],
  [1, 5, 0.21875],
  [5, 1, 0.21875],
  [3, 3, 1],
  [10, 25, 0.01667384780012071],
  [40, 80, 0.0003304000183913207],
  [900, 1100, 8.457089535503927e-6],
])('McNemar of %i against %i', (onlyFirst, onlySecond, p) => {
  expect(Math.abs(mcNemarTest(onlyFirst, onlySecond) / p - 1)).toBeLessThan(1e-9);
});

// Python's math.erfc.
test.each([
  [-6, 9.865876450377012e-10],
  [-1.959963984540054, 0.02500000000000002],
  [-0.3, 0.3820885778110474],
  [0, 0.5],
  [1, 0.8413447460685429],
  [2.5, 0.9937903346742238],
  [4, 0.9999683287581669],
])('normal probability below %f', (x, p) => {
  expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-12);
});

// Quantiles of all resamples at once, in whole numbers (Python's fractions): questions, those gained, those lost.
test.each([
  [3, 1, 1, -3, 3],
  [10, 4, 1, -1, 7],
  [60, 12, 5, -1, 15],
  [100, 0, 100, -100, -100],
  [200, 30, 18, -1, 26],
  [400, 40, 0, 29, 52],
])('paired bootstrap of %i questions, %i gained and %i lost', (n, gained, lost, low, high) => {
  const questions = [...Array(n).keys()];
  const changed = gained + lost;
  const first = questions.map((i) => (i < changed ? i >= gained : i % 3 === 0));
  const second = questions.map((i) => (i < changed ? i < gained : i % 3 === 0));
  const interval = pairedBootstrap(first, second);
  expect(interval.difference).toBeCloseTo((gained - lost) / n, 12);
  expect(interval.low).toBeCloseTo(low / n, 12);
  expect(interval.high).toBeCloseTo(high / n, 12);
});

test('answers that are all alike differ by nothing', () => {
  expect(pairedBootstrap([true, false], [true, false])).toEqual({ difference: 0, low: 0, high: 0 });
});
