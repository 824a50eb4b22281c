/** Names of the streams of random numbers, so that no two uses of one seed share numbers. */
export const purposes = {
  epochOrder: 1,
  initialWeights: 2,
  dropoutRows: 3,
  dropoutColumns: 4,
  subset: 5,
  split: 6,
  choiceOrder: 7,
} as const;

/** Four 32-bit words. */
export type Words = readonly [number, number, number, number];

/** Random numbers that depend on nothing but a seed and a purpose, drawn one after the other. */
export interface RandomStream {
  /** A whole number in [0, 2³²). */
  uint32(): number;
  /** A number in [0, 1), in steps of 2⁻³². */
  uniform(): number;
  /** A whole number in [0, n), without bias; n ≤ 2³². */
  below(n: number): number;
}

const range = 2 ** 32;

/** Philox 4×32-10, a counter-based generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). */
export function philox(key: readonly [number, number], counter: Words): Words {
  let [k0, k1] = key;
  let [c0, c1, c2, c3] = counter;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low0 = Math.imul(0xd2511f53, c0) >>> 0;
    const low1 = Math.imul(0xcd9e8d57, c2) >>> 0;
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The stream of a seed for one of `purposes`, and for up to two indices within it; all are below 2³². */
export function stream(seed: number, purpose: number, index = 0, subindex = 0): RandomStream {
  let words: Words = [0, 0, 0, 0];
  let drawn = 0;
  const uint32 = (): number => {
    if (drawn % 4 === 0) words = philox([seed, 0], [drawn / 4, purpose, index, subindex]);
    return words[drawn++ % 4]!;
  };
  const below = (n: number): number => {
    const limit = range - (range % n);
    let word = uint32();
    // The last, incomplete round of n values would make the small ones likelier.
    while (word >= limit) word = uint32();
    return word % n;
  };
  return { uint32, uniform: () => uint32() / range, below };
}

/** The whole numbers 0 … n−1 in the order that a stream draws (Fisher–Yates). */
export function shuffled(n: number, seed: number, purpose: number, index = 0, subindex = 0): number[] {
  const random = stream(seed, purpose, index, subindex);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** The upper 32 bits of a·b, both below 2³². */
function multiplyHigh(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const low = a1 * b0 + ((a0 * b0) >>> 16);
  const middle = a0 * b1 + (low & 0xffff);
  return a1 * b1 + (low >>> 16) + (middle >>> 16);
}
