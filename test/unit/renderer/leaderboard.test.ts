import { expect, it } from 'vitest';
import type { Change, LineageNode, TimelinePoint } from '../../../src-main/contract/index.ts';
import { readScore, readTags, verdictOf } from '../../../src-renderer/features/leaderboard/board.ts';
import { chipText, fitChips } from '../../../src-renderer/features/leaderboard/chips.ts';
import { columns, fitColumns, selectWidth } from '../../../src-renderer/features/leaderboard/columns.ts';
import { filterQuery, isFiltered, noFilters } from '../../../src-renderer/features/leaderboard/filters.ts';
import { linesOf, pathToBest, turningPoint } from '../../../src-renderer/features/leaderboard/lineage.ts';
import { shortModel, sizeOf } from '../../../src-renderer/features/leaderboard/short-model.ts';
import { rangeOf, timelineOf } from '../../../src-renderer/features/leaderboard/timeline.ts';

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

it('draws the best so far, and says who has a point', () => {
  const timeline = timelineOf([
    point(3000, 0.9, 'B'),
    point(1000, 0.8, 'A'),
    point(2000, 0.3, 'B'),
    point(4000, null, 'A'),
  ]);
  expect(timeline.times).toEqual([1, 2, 3]);
  expect(timeline.best).toEqual([0.8, 0.8, 0.9]);
  expect(timeline.scores).toEqual([0.8, 0.3, 0.9]);
  expect(timeline.members).toEqual(['A', 'B']);
});

it('takes validation while no public score is known', () => {
  expect(timelineOf([point(1, null, null)]).measure).toBe('validation');
});

it('lets a collapsed run not flatten the others', () => {
  const scores = [
    0.76, 0.762, 0.812, 0.8616, 0.799, 0.2418, 0.8616, 0.812, 0.8786, 0.866, 0.9414, 0.2618, 0.931,
  ];
  const timeline = timelineOf(scores.map((score, i) => point(i, score, 'A')));
  expect(timeline.floor).toBe(0.76);
  const [low, high] = rangeOf(timeline);
  expect(low).toBeGreaterThan(0.65);
  expect(low).toBeLessThan(0.76);
  expect(high).toBeGreaterThan(0.9414);
  expect(rangeOf(timelineOf([]))).toEqual([0, 1.005]);
});

const change = (path: string, before: unknown, after: unknown, name = path): Change => ({
  path,
  name,
  before,
  after,
  text: `${name} ${String(before)} → ${String(after)}`,
});

it('tells a change in few words', () => {
  expect(chipText(change('lora.r', 8, 32, 'r'))).toBe('r 8 → 32');
  expect(
    chipText(change('model.folder', 'Qwen2.5-VL-3B-Instruct', '/models/Qwen2.5-VL-7B-Instruct', 'model')),
  ).toBe('model 3B → 7B');
  expect(chipText(change('lora.targetModules', ['q', 'v'], ['q', 'k', 'v'], 'targets'))).toBe(
    'targets 2 → 3',
  );
  expect(chipText(change('prompt.user', 'a long text', 'another', 'user prompt'))).toBe('user prompt …');
});

it('shows as many chips as fit, at most three, and counts the rest', () => {
  const changes = ['a', 'b', 'c', 'd', 'e'].map((path) => change(path, 1, 2));
  expect(fitChips(changes, Infinity)).toEqual({ shown: ['a 1 → 2', 'b 1 → 2', 'c 1 → 2'], more: 2 });
  expect(fitChips(changes, 170)).toEqual({ shown: ['a 1 → 2', 'b 1 → 2'], more: 3 });
  expect(fitChips(changes, 10)).toEqual({ shown: ['a 1 → 2'], more: 4 });
  expect(fitChips([], 100)).toEqual({ shown: [], more: 0 });
});

it('fits the columns into any width', () => {
  const total = (all: readonly { width: number }[]): number =>
    all.reduce((sum, { width }) => sum + width, selectWidth);
  for (const width of [700, 1047, 1159, 1687, 2400]) expect(total(fitColumns(columns, width))).toBe(width);
  const ids = (width: number): string[] => fitColumns(columns, width).map(({ id }) => id);
  expect(ids(1687)).toEqual(columns.map(({ id }) => id));
  expect(ids(1100)).not.toContain('took');
  expect(ids(100)).toEqual(['rank', 'name', 'changes', 'public']);
});

it('names a model by its size where that is enough', () => {
  const [three, seven, other] = ['Qwen2.5-VL-3B-Instruct', 'Qwen2.5-VL-7B-Instruct', 'LLaVA-OneVision-7B'];
  expect(sizeOf('tiny-vl')).toBe('tiny-vl');
  expect(shortModel(seven, [three, seven])).toBe('7B');
  expect(shortModel(seven, [three, seven, other])).toBe(seven);
});

it('asks the host for what the tools say', () => {
  expect(isFiltered(noFilters)).toBe(false);
  expect(isFiltered({ ...noFilters, text: '  ' })).toBe(false);
  expect(isFiltered({ ...noFilters, mark: 'clean' })).toBe(true);
  expect(filterQuery({ ...noFilters, text: ' a ', mark: 'clean', tag: '7B' })).toMatchObject({
    text: 'a',
    tag: '7B',
    member: null,
    flagged: false,
    starred: false,
  });
  expect(filterQuery({ ...noFilters, mark: 'final' })).toMatchObject({ flagged: null, final: true });
});

it('calls a difference inside the noise neither better nor worse', () => {
  const on = 'public';
  expect(verdictOf({ on, difference: 0.014, noise: 0.015 })).toBe('noise');
  expect(verdictOf({ on, difference: -0.02, noise: 0.015 })).toBe('worse');
  expect(verdictOf({ on, difference: 0.06, noise: null })).toBe('better');
  expect(verdictOf({ on, difference: 0, noise: null })).toBe('same');
});

it('reads tags as people type them', () => {
  expect(readTags(' 7B, 앙상블 후보,, 7B')).toEqual(['7B', '앙상블 후보']);
});

it('reads scores as people type them', () => {
  expect(readScore('0.94135')).toBe(0.94135);
  expect(readScore(' .9 ')).toBe(0.9);
  expect(readScore('94')).toBe(0.94);
  expect(readScore('')).toBeNull();
  expect(readScore('best')).toBeNull();
  expect(readScore('940')).toBeNull();
});

const node = (
  runId: string,
  parentId: string | null,
  created: number,
  score: number | null,
  gain: LineageNode['gain'] = null,
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
  gain,
  hidden: 0,
});

it('lays out the tree and marks the way to the best', () => {
  const lines = linesOf([
    node('c', 'a', 3, 0.94),
    node('d', 'b', 5, 0.6),
    node('b', 'a', 2, 0.5),
    node('a', null, 1, 0.88),
    node('x', 'gone', 4, null),
  ]);
  expect(lines.map(({ node, depth, onBestPath }) => [node.runId, depth, onBestPath])).toEqual([
    ['a', 0, true],
    ['b', 1, false],
    ['d', 2, false],
    ['c', 1, true],
    ['x', 0, false],
  ]);
  // Beside d the level of b goes on to c, d itself is the last of its own.
  expect(lines.map(({ rails }) => rails)).toEqual([[], [true], [true, false], [false], []]);
});

it('names the step that brought most beyond its noise', () => {
  const gain = (difference: number, noise: number) => ({ on: 'public', difference, noise }) as const;
  const nodes = [
    node('a', null, 1, 0.76),
    node('b', 'a', 2, 0.86, gain(0.1, 0.2)),
    node('c', 'b', 3, 0.94, gain(0.08, 0.03)),
    node('d', 'b', 4, 0.26, gain(-0.6, 0.03)),
  ];
  expect(pathToBest(nodes).map(({ runId }) => runId)).toEqual(['a', 'b', 'c']);
  const turn = turningPoint(nodes);
  expect([turn?.from.runId, turn?.to.runId]).toEqual(['b', 'c']);
  expect(turningPoint(nodes.slice(0, 2))).toBeUndefined();
});
