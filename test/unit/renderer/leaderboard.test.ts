import { expect, it } from 'vitest';
import type { LineageNode, TimelinePoint } from '../../../src-main/contract/index.ts';
import { chipsOf, readScore, verdictOf } from '../../../src-renderer/features/leaderboard/board.ts';
import { linesOf } from '../../../src-renderer/features/leaderboard/lineage.ts';
import { timelineOf } from '../../../src-renderer/features/leaderboard/timeline.ts';

const point = (at: number, score: number | null, member: string | null): TimelinePoint => ({
  submissionId: String(at),
  runId: null,
  name: '',
  member,
  at,
  public: score,
  private: null,
  validation: 0.5,
});

it('draws the best so far, and each member apart', () => {
  const timeline = timelineOf([
    point(3000, 0.9, 'B'),
    point(1000, 0.8, 'A'),
    point(2000, 0.3, 'B'),
    point(4000, null, 'A'),
  ]);
  expect(timeline.times).toEqual([1, 2, 3]);
  expect(timeline.best).toEqual([0.8, 0.8, 0.9]);
  expect(timeline.members).toEqual([
    { name: 'A', scores: [0.8, null, null] },
    { name: 'B', scores: [null, 0.3, 0.9] },
  ]);
});

it('takes validation while no public score is known', () => {
  expect(timelineOf([point(1, null, null)]).measure).toBe('validation');
});

it('shows three changes and counts the rest', () => {
  const changes = ['a', 'b', 'c', 'd', 'e'].map((path) => ({
    path,
    name: path,
    before: 1,
    after: 2,
    text: `${path} 1 → 2`,
  }));
  expect(chipsOf(changes)).toMatchObject({ more: 2, shown: [{ path: 'a' }, { path: 'b' }, { path: 'c' }] });
  expect(chipsOf(changes).all.split('\n')).toHaveLength(5);
});

it('calls a difference inside the noise neither better nor worse', () => {
  expect(verdictOf({ difference: 0.014, noise: 0.015 })).toBe('noise');
  expect(verdictOf({ difference: -0.02, noise: 0.015 })).toBe('worse');
  expect(verdictOf({ difference: 0.06, noise: null })).toBe('better');
});

it('reads scores as people type them', () => {
  expect(readScore('0.94135')).toBe(0.94135);
  expect(readScore(' .9 ')).toBe(0.9);
  expect(readScore('94')).toBe(0.94);
  expect(readScore('')).toBeNull();
  expect(readScore('best')).toBeNull();
  expect(readScore('940')).toBeNull();
});

it('lays out the tree and marks the way to the best', () => {
  const node = (
    runId: string,
    parentId: string | null,
    created: number,
    score: number | null,
  ): LineageNode => ({
    runId,
    parentId,
    created,
    public: score,
    name: runId,
    member: null,
    status: 'done',
    validation: null,
    changes: [],
    gain: null,
  });
  const lines = linesOf([
    node('c', 'a', 3, 0.94),
    node('b', 'a', 2, 0.5),
    node('a', null, 1, 0.88),
    node('x', 'gone', 4, null),
  ]);
  expect(lines.map(({ node, depth, onBestPath }) => [node.runId, depth, onBestPath])).toEqual([
    ['a', 0, true],
    ['b', 1, false],
    ['c', 1, true],
    ['x', 0, false],
  ]);
});
