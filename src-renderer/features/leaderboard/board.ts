import type { LeaderboardRow, LineageNode } from '../../../src-main/contract/index.ts';

/** What tells rows apart: a run may have no submission, a submission from outside no run. */
export function keyOf(row: Pick<LeaderboardRow, 'runId' | 'submissionId'>): string {
  return row.submissionId ?? row.runId ?? '';
}

export type Verdict = 'better' | 'worse' | 'noise' | 'same';

/** What a gain is against its noise: a difference inside the noise is neither better nor worse. */
export function verdictOf({ difference, noise }: NonNullable<LineageNode['gain']>): Verdict {
  if (difference === 0) return 'same';
  if (noise !== null && Math.abs(difference) <= noise) return 'noise';
  return difference > 0 ? 'better' : 'worse';
}

/** A score as people type it: `0.94135`, `.94135`, or `94.1` as a percentage; null when it is none. */
export function readScore(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) return null;
  if (value <= 1) return value;
  return value <= 100 ? value / 100 : null;
}

/** Tags as people type them, parted by commas; each once. */
export function readTags(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
}
