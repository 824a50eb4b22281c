import { describe, expect, test } from 'vitest';
import { philox, purposes, shuffled, stream } from '../../../src-main/common/random.ts';
import { chiSquareTest } from '../../../src-main/common/statistics.ts';

describe('philox gives the known answers of Random123 (kat_vectors, philox4x32 10)', () => {
  const ones = 0xffffffff;
  test.each([
    [
      [0, 0],
      [0, 0, 0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [ones, ones],
      [ones, ones, ones, ones],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0xa4093822, 0x299f31d0],
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('key %j', (key, counter, expected) => {
    expect(philox(key, counter)).toEqual(expected);
  });
});

describe('streams', () => {
  test('depend on seed, purpose and indices, and on nothing else', () => {
    const draw = (seed: number, purpose: number, index = 0, subindex = 0): number =>
      stream(seed, purpose, index, subindex).uint32();
    const first = draw(42, purposes.split);
    expect(draw(42, purposes.split)).toBe(first);
    const others = [draw(43, purposes.split), draw(42, purposes.subset), draw(42, 6, 1), draw(42, 6, 0, 1)];
    expect(new Set([first, ...others]).size).toBe(5);
  });

  test('do not repeat after a block of four words', () => {
    const random = stream(1, purposes.split);
    expect(new Set(Array.from({ length: 1000 }, () => random.uint32())).size).toBe(1000);
  });

  test('are even: uniform numbers fall into ten bins alike', () => {
    const random = stream(7, purposes.subset);
    const bins = Array<number>(10).fill(0);
    for (let i = 0; i < 20_000; i++) bins[Math.floor(random.uniform() * 10)]! += 1;
    expect(chiSquareTest(bins, Array<number>(10).fill(0.1)).p).toBeGreaterThan(0.001);
  });
});

test('below(n) is unbiased where n does not divide 2³²', () => {
  // Taken modulo 3·2³⁰ alone, half of all words would fall into the first third.
  const random = stream(3, purposes.subset);
  const low = Array.from({ length: 6000 }, () => random.below(3 * 2 ** 30)).filter((x) => x < 2 ** 30);
  expect(Math.abs(low.length - 2000)).toBeLessThan(150);
});

describe('shuffled', () => {
  test('is a permutation that the seed decides', () => {
    const order = shuffled(100, 42, purposes.epochOrder, 3);
    expect(order).toEqual(shuffled(100, 42, purposes.epochOrder, 3));
    expect(order).not.toEqual(shuffled(100, 42, purposes.epochOrder, 4));
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  test('gives each of the 24 orders of four alike', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 4800; i++) {
      const order = shuffled(4, 1, purposes.choiceOrder, 0, i).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquareTest([...counts.values()], Array<number>(24).fill(1 / 24)).p).toBeGreaterThan(0.001);
  });

  test('of nothing or one is trivial', () => {
    expect(shuffled(0, 1, 1)).toEqual([]);
    expect(shuffled(1, 1, 1)).toEqual([0]);
  });
});
