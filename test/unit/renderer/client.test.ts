import { expect, it } from 'vitest';
import { backoff } from '../../../src-renderer/client/backoff.ts';
import { addressOf, parseRoute } from '../../../src-renderer/client/route.ts';
import { topicsOf } from '../../../src-renderer/client/topics.ts';
import { align, rates, smooth } from '../../../src-renderer/charts/curve.ts';
import { matching, type Entry } from '../../../src-renderer/features/frame/palette-entries.ts';
import { moved, phases, phaseState, placed } from '../../../src-renderer/features/runs/phases.ts';

it('reads the addresses that it writes', () => {
  const address = addressOf('runs', 'a/b', { tab: 'answers', runs: '1,2' });
  expect(parseRoute(address)).toEqual({ page: 'runs', id: 'a/b', options: { tab: 'answers', runs: '1,2' } });
  expect(parseRoute('').page).toBe('leaderboard');
  expect(parseRoute('#/nowhere/7')).toEqual({ page: 'leaderboard', id: null, options: {} });
});

it('waits longer each time, at most five seconds', () => {
  expect([0, 1, 2, 10].map(backoff)).toEqual([250, 500, 1000, 5000]);
});

it('asks again for what changed, and for all after a loss', () => {
  expect(topicsOf({ seq: 1, kind: 'changed', what: 'run', id: 'x' })).toEqual(['run', 'run:x']);
  expect(topicsOf({ seq: 1, kind: 'metrics', id: 'x' })).toEqual(['metrics:x']);
  expect(topicsOf({ seq: 1, kind: 'reset' })).toBeNull();
  expect(topicsOf({ seq: 1, kind: 'changed', what: 'history', id: '' })).toBeNull();
});

it('smooths without a bias to zero at the start', () => {
  expect(smooth([2, 2, null, 2])).toEqual([2, 2, null, 2]);
  // Weight 0.5: (0.25·1 + 0.5·4) / 0.75.
  expect(smooth([1, 4], 0.5)[1]).toBeCloseTo(3, 12);
});

it('lays lines over one axis', () => {
  const lines = [
    { steps: [1, 3], values: [10, 30] },
    { steps: [2, 3], values: [20, null] },
  ];
  expect(align(lines)).toEqual({
    steps: [1, 2, 3],
    values: [
      [10, null, 30],
      [null, 20, null],
    ],
  });
});

it('measures the rate between points', () => {
  expect(
    rates([
      { samples: 16, seconds: 2 },
      { samples: 32, seconds: 6 },
      { samples: 16, seconds: 6 },
    ]),
  ).toEqual([null, 8, null]);
});

it('moves a run in the queue by one', () => {
  expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
  expect(placed(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
  expect(placed(['a', 'b', 'c'], 'a', null)).toEqual(['b', 'c', 'a']);
  expect(placed(['a', 'b', 'c'], 'b', 'b')).toEqual(['a', 'b', 'c']);
  expect(placed(['a', 'b'], 'gone', 'a')).toEqual(['a', 'b']);
});

it('knows which phases are past', () => {
  expect(phaseState(phases.train, 'load', 'train')).toBe('past');
  expect(phaseState(phases.train, 'train', 'train')).toBe('present');
  expect(phaseState(phases.train, 'predict', 'train')).toBe('ahead');
  expect(phaseState(phases.answering, 'read', null)).toBe('ahead');
});

it('finds by every word, what begins with it first; fields only when asked', () => {
  const entries: Entry[] = [
    { group: 'palette.fields', text: 'Learning rate', address: '1', also: '학습률' },
    { group: 'palette.pages', text: 'Runs', address: '2' },
    { group: 'palette.runs', text: 'long runs', address: '3' },
  ];
  expect(matching(entries, '').map(({ address }) => address)).toEqual(['2', '3']);
  expect(matching(entries, 'runs').map(({ address }) => address)).toEqual(['2', '3']);
  expect(matching(entries, '학습').map(({ address }) => address)).toEqual(['1']);
});
