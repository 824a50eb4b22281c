import { expect, it } from 'vitest';
import type { Answer } from '../../../src-main/contract/index.ts';
import { extent, lastBefore } from '../../../src-renderer/charts/curve.ts';
import {
  answerQuery,
  changeSinceParent,
  firstFilters,
  isNarrowed,
  stepThrough,
} from '../../../src-renderer/features/run/answers.ts';

it('asks the host for what the tools say', () => {
  expect(isNarrowed(firstFilters)).toBe(false);
  expect(isNarrowed({ ...firstFilters, split: 'test', sort: 'sure-first' })).toBe(false);
  expect(isNarrowed({ ...firstFilters, shown: 'unsure' })).toBe(true);
  expect(answerQuery({ ...firstFilters, shown: 'wrong', letter: 'b', text: ' a ' })).toMatchObject({
    right: false,
    unsure: false,
    changed: false,
    letter: 'b',
    kind: null,
    text: 'a',
  });
  expect(answerQuery({ ...firstFilters, shown: 'changed' })).toMatchObject({ right: null, changed: true });
});

it('steps over the edge of a page', () => {
  const all = { total: 60, limit: 24 };
  expect(stepThrough(-1, 1, all)).toEqual({ place: 0, offset: 0 });
  expect(stepThrough(23, 1, all)).toEqual({ place: 24, offset: 24 });
  expect(stepThrough(24, -1, all)).toEqual({ place: 23, offset: 0 });
  expect(stepThrough(59, 1, all)).toEqual({ place: 59, offset: 48 });
  expect(stepThrough(0, -1, all)).toEqual({ place: 0, offset: 0 });
  expect(stepThrough(-1, 1, { total: 0, limit: 24 })).toEqual({ place: 0, offset: 0 });
});

it('tells whether a change since the parent was for the better', () => {
  const since = (answer: 'a' | 'b' | 'c', parentAnswer: 'a' | 'b' | null, truth: 'a' | 'b' | null) =>
    changeSinceParent({ answer, parentAnswer, question: { answer: truth } as Answer['question'] });
  expect(since('a', 'b', 'a')).toBe('mended');
  expect(since('b', 'a', 'a')).toBe('broken');
  expect(since('c', 'b', 'a')).toBe('other');
  expect(since('a', 'b', null)).toBe('other');
  expect(since('a', 'a', 'a')).toBeNull();
  expect(since('a', null, 'a')).toBeNull();
});

it('finds the value that held at a step', () => {
  expect(lastBefore([null, 2, null, 4], 2)).toEqual({ at: 1, value: 2 });
  expect(lastBefore([null, 2, null, 4], 9)).toEqual({ at: 3, value: 4 });
  expect(lastBefore([null, 2], 0)).toBeUndefined();
});

it('makes room for intervals and for the level that a curve is held against', () => {
  const line = { steps: [1, 2], values: [0.5, 0.6], intervals: [[0.4, 0.7] as const, null] };
  const [low, high] = extent([line], 0.25);
  expect(low).toBeCloseTo(0.25 - 0.45 * 0.06);
  expect(high).toBeCloseTo(0.7 + 0.45 * 0.06);
  expect(extent([])).toEqual([0, 1]);
  expect(extent([{ steps: [1], values: [0.001] }])[0]).toBeGreaterThanOrEqual(0);
});
