import { purposes, stream } from './random.ts';

/** The normal deviate of a two-sided 95 % interval. */
const z95 = 1.959963984540054;

/** Bounds of a 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson's 95 % score interval (1927) of a share; without any trial it is everything. */
export function wilsonInterval(successes: number, count: number): Interval {
  if (count === 0) return { low: 0, high: 1 };
  const share = successes / count;
  const shrink = 1 + z95 ** 2 / count;
  const centre = (share + z95 ** 2 / (2 * count)) / shrink;
  const half = (z95 / shrink) * Math.sqrt((share * (1 - share)) / count + (z95 / (2 * count)) ** 2);
  // At the ends the bounds are exactly 0 and 1, which rounding may miss.
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Pearson's χ² test that counts were drawn with the given shares (each above 0, together 1). */
export function chiSquareTest(
  counts: readonly number[],
  shares: readonly number[],
): { statistic: number; p: number } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const statistic = counts.reduce((sum, count, i) => {
    const expected = total * shares[i]!;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  return { statistic, p: upperIncompleteGamma(counts.length - 1, statistic / 2) };
}

/**
 * Exact two-sided McNemar test (1947) of two ways to answer the same questions: how likely a difference at least as
 * large is by chance, from the numbers of questions that only the first and only the second got right.
 */
export function mcNemarTest(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  let logTerm = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}

/** Difference of two accuracies on the same questions (second less first), with a 95 % interval by paired bootstrap. */
export function pairedBootstrap(
  first: readonly boolean[],
  second: readonly boolean[],
  { seed = 0, draws = 2000 }: { readonly seed?: number; readonly draws?: number } = {},
): Interval & { readonly difference: number } {
  const gains = first.map((right, i) => Number(second[i]) - Number(right));
  const n = gains.length;
  const random = stream(seed, purposes.bootstrap);
  const means = Float64Array.from({ length: draws }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += gains[random.below(n)]!;
    return sum / n;
  }).sort();
  return {
    difference: gains.reduce((sum, gain) => sum + gain, 0) / n,
    low: quantile(means, 0.025),
    high: quantile(means, 0.975),
  };
}

/** A quantile of sorted values, linear between neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const next = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return sorted[below]! + (place - below) * (next - sorted[below]!);
}

/** Probability that a standard normal number is at most x. */
export function normalCdf(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** Q(freedom/2, x), the share of a χ² distribution above 2x: by Q(a+1, x) = Q(a, x) + xᵃe⁻ˣ/Γ(a+1) from a = ½ or 1. */
function upperIncompleteGamma(freedom: number, x: number): number {
  const even = freedom % 2 === 0;
  let a = even ? 1 : 0.5;
  let q = even ? Math.exp(-x) : erfc(Math.sqrt(x));
  let term = even ? x * Math.exp(-x) : 2 * Math.sqrt(x / Math.PI) * Math.exp(-x);
  for (; a < freedom / 2; a++) {
    q += term;
    term *= x / (a + 1);
  }
  return q;
}

/** The complementary error function to about 15 digits: Taylor's series near 0, Laplace's continued fraction beyond. */
function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  return x < 2 ? 1 - erfSeries(x) : Math.exp(-x * x) / Math.sqrt(Math.PI) / erfcFraction(x);
}

/** erf x = 2/√π · e^(−x²) · Σ 2ⁿx²ⁿ⁺¹/(1·3·…·(2n+1)), whose terms are all positive. */
function erfSeries(x: number): number {
  let sum = 0;
  let term = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** x + (1/2)/(x + 1/(x + (3/2)/(x + …))), from the inside out. */
function erfcFraction(x: number): number {
  let fraction = x;
  for (let n = 80; n >= 1; n--) fraction = x + n / 2 / fraction;
  return fraction;
}
