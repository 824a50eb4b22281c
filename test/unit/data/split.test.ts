import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';
import { splitQuestions } from '../../../src-main/data/split.ts';

interface Item {
  readonly id: number;
  readonly picture: string;
  readonly answer: 'a' | 'b' | 'c' | 'd';
}

const plain: Recipe['data'] = {
  samples: 'all',
  validationFraction: 0.1,
  split: 'order',
  groupByPicture: false,
  shuffleChoices: false,
};

/** 200 questions: half answered a, a quarter b, the rest c and d; three questions a picture. */
const items: Item[] = Array.from({ length: 200 }, (_, id) => ({
  id,
  picture: `${Math.floor(id / 3)}.jpg`,
  answer: (['a', 'b', 'a', 'c', 'a', 'b', 'a', 'd'] as const)[id % 8]!,
}));

const ids = (list: readonly Item[]): number[] => list.map(({ id }) => id);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const count = (list: readonly Item[]): Record<string, number> =>
  Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((letter) => [letter, list.filter((q) => q.answer === letter).length]),
  );
const split = (data: Partial<Recipe['data']>, seed = 42) =>
  splitQuestions(items, { ...plain, ...data }, seed);

describe('sizes', () => {
  // The team's cut n − ⌊n(1 − f)⌋, in exact arithmetic.
  test.each([
    [200, 0.1, 20],
    [70, 0.1, 7],
    [100, 0.07, 7],
    [10, 0.3, 3],
    [1285, 0.1, 129],
    [5, 0.1, 1],
    [200, 0, 0],
  ])('%i questions with fraction %f leave %i for validation', (n, validationFraction, expected) => {
    const many = Array.from({ length: n }, (_, i) => ({ picture: `${i}`, answer: 'a' as const }));
    for (const kind of ['order', 'random', 'stratified'] as const) {
      const { train, validation } = splitQuestions(many, { ...plain, validationFraction, split: kind }, 1);
      expect([train.length, validation.length]).toEqual([n - expected, expected]);
    }
  });

  test('no question left to train on is an error that says what to change', () => {
    const one = items.slice(0, 1);
    expect(() => splitQuestions(one, { ...plain, validationFraction: 0.5 }, 1)).toThrow(
      /validationFraction \(0\.5\)/,
    );
    expect(() => splitQuestions([], plain, 1)).toThrow(/none of 0 questions/);
  });
});

test('order: the first nine tenths train, the rest validates, in file order', () => {
  const { train, validation } = split({});
  expect(ids(train)).toEqual(range(0, 180));
  expect(ids(validation)).toEqual(range(180, 200));
});

test('random: another seed, another split; the same seed, the same', () => {
  const one = ids(split({ split: 'random' }).validation);
  expect(one).toEqual(ids(split({ split: 'random' }).validation));
  expect(one).not.toEqual(ids(split({ split: 'random' }, 43).validation));
  expect(one).not.toEqual(range(180, 200));
  expect(one).toEqual(one.toSorted((a, b) => a - b));
});

test("stratified: every answer's share is kept exactly", () => {
  expect(count(split({ split: 'stratified' }).validation)).toEqual({ a: 10, b: 5, c: 3, d: 2 });
  expect(count(items)).toEqual({ a: 100, b: 50, c: 25, d: 25 });
});

describe.each(['order', 'random', 'stratified'] as const)('%s with pictures grouped', (kind) => {
  test.each([0.05, 0.1, 0.25, 0.5])(
    'no picture is on both sides, and the size is near (%f)',
    (validationFraction) => {
      const { train, validation } = split({ split: kind, groupByPicture: true, validationFraction });
      const seen = new Set(train.map(({ picture }) => picture));
      expect(validation.filter(({ picture }) => seen.has(picture))).toEqual([]);
      expect(train.length + validation.length).toBe(200);
      expect(Math.abs(validation.length - 200 * validationFraction)).toBeLessThanOrEqual(2);
    },
  );
});

test('stratified with pictures grouped keeps the shares within a question or two', () => {
  const { validation } = split({ split: 'stratified', groupByPicture: true, validationFraction: 0.2 });
  const { a, b, c, d } = count(validation);
  for (const [got, wanted] of [
    [a, 20],
    [b, 10],
    [c, 5],
    [d, 5],
  ] as const)
    expect(Math.abs(got! - wanted)).toBeLessThanOrEqual(2);
});

test('a picture whose questions lie far apart stays on one side', () => {
  const scattered = items.map((item) => ({ ...item, picture: `${item.id % 50}.jpg` }));
  const { train, validation } = splitQuestions(scattered, { ...plain, groupByPicture: true }, 1);
  const seen = new Set(train.map(({ picture }) => picture));
  expect(validation.length).toBe(20);
  expect(validation.some(({ picture }) => seen.has(picture))).toBe(false);
});

test.each(['order', 'random', 'stratified'] as const)(
  '%s: pictures with more questions than are wanted still give a validation part',
  (kind) => {
    const pictures = [
      ...Array<string>(8).fill('large'),
      ...Array<string>(5).fill('small'),
      ...Array<string>(7).fill('mid'),
    ];
    const few = pictures.map((picture, i) => ({ picture, answer: (['a', 'b'] as const)[i % 2]! }));
    const { train, validation } = splitQuestions(few, { ...plain, split: kind, groupByPicture: true }, 1);
    expect(new Set(validation.map(({ picture }) => picture))).toEqual(new Set(['small']));
    expect(train.length).toBe(15);
  },
);

describe('samples', () => {
  test('draws a subset by the seed and keeps file order', () => {
    const { train, validation } = split({ samples: 50 });
    const drawn = ids([...train, ...validation]);
    expect([train.length, validation.length]).toEqual([45, 5]);
    expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
    expect(drawn).not.toEqual(range(0, 50));
    expect(ids(split({ samples: 50 }, 43).train)).not.toEqual(ids(train));
  });

  test('more than there are means all', () => {
    expect(split({ samples: 1000 })).toEqual(split({}));
  });
});
