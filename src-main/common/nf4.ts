/** How a frozen matrix may lie in 4 bits; double quantisation holds the blocks' magnitudes in 8 bits as well. */
export type FourBitKind = 'nf4' | 'nf4-double-quant';

/** Numbers of a block that share one magnitude. */
export const nf4Block = 64;

/** Magnitudes that share one in double quantisation. */
export const nestedBlock = 256;

/** The 16 values of NF4, as bitsandbytes has them. */
export const nf4Values = Float32Array.of(
  -1,
  -0.6961928009986877,
  -0.5250730514526367,
  -0.39491748809814453,
  -0.28444138169288635,
  -0.18477343022823334,
  -0.09105003625154495,
  0,
  0.07958029955625534,
  0.16093020141124725,
  0.24611230194568634,
  0.33791524171829224,
  0.44070982933044434,
  0.5626170039176941,
  0.7229568362236023,
  1,
);

/**
 * The 256 values of bitsandbytes' signed dynamic map (Dettmers 2016, 8-Bit Approximations): seven decades, each with
 * twice as many evenly spaced values as the one below it, their negatives, 0 and 1.
 */
export function dynamicMap(): Float32Array {
  const values = [0, 1];
  for (let decade = 0; decade < 7; decade++) {
    const count = 2 ** decade;
    const edges = Array.from({ length: count + 1 }, (_, i) => edge(i, count));
    for (let i = 0; i < count; i++) {
      const middle = Math.fround(Math.fround(edges[i]! + edges[i + 1]!) / 2);
      const value = Math.fround(middle * Math.fround(10 ** (decade - 6)));
      values.push(value, -value);
    }
  }
  return Float32Array.from(values).sort();
}

/** The i-th of `count` + 1 even steps from 0.1 to 1, rounded as PyTorch's linspace does: from the nearer end, once. */
function edge(i: number, count: number): number {
  const first = Math.fround(0.1);
  const step = Math.fround(Math.fround(1 - first) / count);
  return Math.fround(i < Math.floor((count + 1) / 2) ? first + step * i : 1 - step * (count - i));
}
