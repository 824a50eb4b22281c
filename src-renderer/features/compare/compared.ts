import type { MetricPoint, RunSummary } from '../../../src-main/contract/index.ts';

/** What a curve is drawn over. */
export const axesOfTime = ['step', 'epoch', 'minutes'] as const;
export type TimeAxis = (typeof axesOfTime)[number];

/** Where a point stands on an axis. */
export function placeOn(axis: TimeAxis, { step, epoch, seconds }: MetricPoint): number {
  if (axis === 'step') return step;
  return axis === 'epoch' ? epoch : seconds / 60;
}

/** A dash for each run (none for a member's first), so that two runs of one member are told apart in their one colour. */
export function dashesOf(runs: readonly Pick<RunSummary, 'member'>[]): number[][] {
  const patterns = [[], [6, 4], [2, 3], [10, 4, 2, 4], [1, 5], [14, 5]];
  return runs.map(({ member }, i) => {
    const before = runs.slice(0, i).filter((other) => other.member === member).length;
    return patterns[before % patterns.length]!;
  });
}

/** The kind after this one in the round of all kinds, '' standing for all of them. */
export function nextKind(kinds: readonly string[], chosen: string): string {
  const round = ['', ...kinds];
  return round[(round.indexOf(chosen) + 1) % round.length]!;
}

/** The ids with this one moved to the front: the others are measured against it. */
export function withFirst(ids: readonly string[], id: string): string[] {
  return [id, ...ids.filter((other) => other !== id)];
}
