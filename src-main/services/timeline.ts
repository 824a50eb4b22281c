import type { TimelinePoint } from '../contract/index.ts';
import { timelineMarks, timelineRows, type TimelineMark } from '../history/timeline.ts';
import type { Services } from './context.ts';

/** As many are all shown; of more, the chart has no room to tell them apart. */
const most = 2000;
const stretches = 240;

/** Submissions as dots of the chart, by time; of many those that `thin` keeps. */
export function timeline({ history }: Services, challengeId: string): TimelinePoint[] {
  const marks = timelineMarks(history, challengeId);
  const kept = marks.length <= most ? marks : thin(marks, stretches);
  return timelineRows(
    history,
    kept.map(({ line }) => line),
  );
}

/**
 * Of each member in each stretch of time the best and the worst, and every one that was the best so far, so that the
 * line of the best is exact. Scores are public ones, or validation accuracies while no public one is known.
 */
export function thin(marks: readonly TimelineMark[], stretches: number): TimelineMark[] {
  const measure = marks.some((mark) => mark.public !== null) ? 'public' : 'validation';
  const [first, last] = [marks[0]?.at ?? 0, marks.at(-1)?.at ?? 0];
  const width = (last - first + 1) / stretches;
  const kept = new Set<TimelineMark>();
  const extremes = new Map<string, { best: TimelineMark; worst: TimelineMark }>();
  let best = -Infinity;
  for (const mark of marks) {
    const score = mark[measure];
    if (score === null) continue;
    if (score > best) kept.add(mark);
    best = Math.max(best, score);
    const place = `${Math.floor((mark.at - first) / width)} ${mark.member ?? ''}`;
    const found = extremes.get(place);
    if (!found) extremes.set(place, { best: mark, worst: mark });
    else if (score > found.best[measure]!) found.best = mark;
    else if (score < found.worst[measure]!) found.worst = mark;
  }
  for (const { best, worst } of extremes.values()) kept.add(best).add(worst);
  return marks.filter((mark) => kept.has(mark));
}
