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

/**
 * Difference of two accuracies on the same questions (second less first), with a 95 % interval by the paired bootstrap of
 * the questions (Efron 1979), of all resamples at once: a resample's sum of gains is a multinomial one, whose
 * distribution follows from its characteristic function.
 */
export function pairedBootstrap(
  first: readonly boolean[],
  second: readonly boolean[],
): Interval & { readonly difference: number } {
  const n = first.length;
  const up = second.filter((right, i) => right && !first[i]).length;
  const down = first.filter((right, i) => right && !second[i]).length;
  const { least, shares } = sumOfGains(n, up / n, down / n);
  const quantile = (share: number): number => {
    let sum = 0;
    // What rounding leaves in the sums must not skip a value.
    const place = shares.findIndex((of) => (sum += of) >= share - 1e-12);
    return (least + place) / n;
  };
  return { difference: (up - down) / n, low: quantile(0.025), high: quantile(0.975) };
}

/** Probabilities of the sums `least`, `least` + 1, … of n draws of +1 (probability `up`), −1 (`down`) or 0: all within 8 standard deviations of the mean. */
function sumOfGains(n: number, up: number, down: number): { least: number; shares: number[] } {
  const mean = n * (up - down);
  const deviation = Math.sqrt(n * (up + down - (up - down) ** 2));
  const least = Math.max(-n, Math.floor(mean - 8 * deviation));
  const size = Math.min(n, Math.ceil(mean + 8 * deviation)) - least + 1;
  // φ(t) = (1 − up − down + up·e^it + down·e^−it)ⁿ at the frequencies of a discrete Fourier transform of this size.
  const waves = Array.from({ length: size }, (_, k) => {
    const t = (2 * Math.PI * k) / size;
    const real = 1 - (up + down) * (1 - Math.cos(t));
    const imaginary = (up - down) * Math.sin(t);
    return { t, height: Math.hypot(real, imaginary) ** n, angle: n * Math.atan2(imaginary, real) };
  });
  const shares = Array.from({ length: size }, (_, i) =>
    waves.reduce((sum, { t, height, angle }) => sum + height * Math.cos(angle - (least + i) * t), 0),
  );
  return { least, shares: shares.map((share) => Math.max(0, share / size)) };
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
