import type { LetterCounts } from '../../../src-main/contract/index.ts';

/** Each letter's share of all; zeros where nothing was counted. */
export function sharesOf(counts: LetterCounts): { letter: 'a' | 'b' | 'c' | 'd'; share: number }[] {
  const total = counts.a + counts.b + counts.c + counts.d;
  return (['a', 'b', 'c', 'd'] as const).map((letter) => ({
    letter,
    share: total === 0 ? 0 : counts[letter] / total,
  }));
}
