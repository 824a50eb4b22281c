import type { TimelinePoint } from '../../../src-main/contract/index.ts';

/** The chart's columns: times in seconds, the best score so far, and the scores themselves. */
export interface Timeline {
  readonly measure: 'public' | 'validation';
  readonly points: readonly TimelinePoint[];
  readonly times: number[];
  readonly best: number[];
  readonly scores: number[];
  /** Everyone who has a point, by name; '' stands for nobody. */
  readonly members: readonly string[];
  /** Scores below it are drawn at the lower edge, so that one collapsed run does not flatten all others. */
  readonly floor: number;
}

/** Lays out submissions over time by public score, or by validation accuracy while no public score is known. */
export function timelineOf(submissions: readonly TimelinePoint[]): Timeline {
  const measure = submissions.some((point) => point.public !== null) ? 'public' : 'validation';
  const points = submissions
    .filter((point) => point[measure] !== null)
    .sort((one, other) => one.at - other.at);
  const scores = points.map((point) => point[measure]!);
  let best = -Infinity;
  return {
    measure,
    points,
    times: points.map(({ at }) => at / 1000),
    best: scores.map((score) => (best = Math.max(best, score))),
    scores,
    members: [...new Set(points.map(({ member }) => member ?? ''))].sort(),
    floor: floorOf(scores),
  };
}

/** The lowest score that is no outlier: at most one and a half interquartile ranges below the quartile (Tukey 1977), but for a hair's breadth. */
function floorOf(scores: readonly number[]): number {
  if (scores.length === 0) return 0;
  const sorted = scores.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  const [low, high] = [at(0.25), at(0.75)];
  const fence = low - 1.5 * Math.max(high - low, 0.02);
  return sorted.find((score) => score >= fence)!;
}

/** The upright axis: from a little below the floor to a little above the best, within 0 and 1. */
export function rangeOf({ floor, best }: Timeline): [number, number] {
  const top = best.at(-1) ?? 1;
  const margin = Math.max(0.01, (top - floor) * 0.16);
  return [Math.max(0, floor - 1.6 * margin), Math.min(1.005, top + margin)];
}
