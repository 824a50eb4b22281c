import { expect, test } from 'vitest';
import { purposes, stream } from '../../../src-main/common/random.ts';
import type { TimelineMark } from '../../../src-main/history/timeline.ts';
import { thin } from '../../../src-main/services/timeline.ts';

function mark(at: number, member: string | null, score: number | null, validation = score): TimelineMark {
  return { line: at, at, member, public: score, validation };
}

test('of each member in a stretch the best and the worst stay, and every one that was the best so far', () => {
  const marks = [
    mark(0, 'min', 0.5),
    mark(1, 'min', 0.6),
    mark(2, 'min', 0.7),
    mark(3, 'jun', 0.3),
    mark(4, 'jun', 0.4),
    mark(5, 'jun', 0.2),
    mark(6, 'jun', null),
    mark(9, 'min', 0.6),
  ];
  // Two stretches, 0 to 4 and 5 to 9. min's 0.6 at 1 is neither best nor worst of its stretch, but was the best so far.
  expect(thin(marks, 2).map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5, 9]);
  // In one stretch, jun's 0.3 at 3 is in the middle.
  expect(thin(marks, 1).map(({ at }) => at)).toEqual([0, 1, 2, 4, 5]);
});

test('of 13,000 submissions a few thousand stay, and the best so far at every one of them is what it was', () => {
  const random = stream(3, purposes.subset);
  const marks = Array.from({ length: 13_000 }, (_, at) =>
    mark(
      at,
      ['min', 'jun', 'seo', null][random.below(4)]!,
      random.below(9) === 0 ? null : 0.7 + 0.2 * random.uniform() + at / 200_000,
    ),
  );
  const kept = thin(marks, 240);
  expect(kept.length).toBeLessThan(2500);
  const bestUntil = (list: readonly TimelineMark[], at: number): number =>
    Math.max(0, ...list.filter((mark) => mark.at <= at).map((mark) => mark.public ?? 0));
  for (let at = 0; at < 13_000; at += 97) expect(bestUntil(kept, at)).toBe(bestUntil(marks, at));
});

test('while no public score is known, validation accuracies count', () => {
  const marks = [mark(0, 'min', null, 0.5), mark(1, 'min', null, 0.4), mark(2, 'min', null, 0.45)];
  expect(thin(marks, 1).map(({ at }) => at)).toEqual([0, 1]);
});
