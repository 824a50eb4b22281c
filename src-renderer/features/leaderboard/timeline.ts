import type { TimelinePoint } from '../../../src-main/contract/index.ts';

/** The chart's columns: times in seconds, the best score so far, and each member's dots. */
export interface Timeline {
  readonly measure: 'public' | 'validation';
  readonly points: readonly TimelinePoint[];
  readonly times: number[];
  readonly best: (number | null)[];
  readonly members: readonly { readonly name: string; readonly scores: (number | null)[] }[];
}

/** Lays out submissions over time by public score, or by validation accuracy while no public score is known. */
export function timelineOf(submissions: readonly TimelinePoint[]): Timeline {
  const measure = submissions.some((point) => point.public !== null) ? 'public' : 'validation';
  const points = submissions
    .filter((point) => point[measure] !== null)
    .sort((one, other) => one.at - other.at);
  let best = -Infinity;
  const names = [...new Set(points.map(({ member }) => member ?? ''))].sort();
  return {
    measure,
    points,
    times: points.map(({ at }) => at / 1000),
    best: points.map((point) => (best = Math.max(best, point[measure]!))),
    members: names.map((name) => ({
      name,
      scores: points.map((point) => ((point.member ?? '') === name ? point[measure] : null)),
    })),
  };
}
