/** A seeded stream of uniform numbers in [0, 1): mulberry32, the same on every machine. */
export type Random = () => number;

/** Starts a stream; equal seeds give equal streams. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An integer from `low` to `high`, both included. */
export function integer(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One element; an empty list is a mistake of the caller. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const value = list[integer(random, 0, list.length - 1)];
  if (value === undefined) throw new RangeError('cannot pick from an empty list');
  return value;
}

/** A shuffled copy (Fisher–Yates). */
export function shuffle<T>(random: Random, list: readonly T[]): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = integer(random, 0, i);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

/** `count` different elements in random order. */
export function sample<T>(random: Random, list: readonly T[], count: number): T[] {
  return shuffle(random, list).slice(0, count);
}
