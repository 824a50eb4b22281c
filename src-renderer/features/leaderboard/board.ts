import type { Change, LeaderboardRow } from '../../../src-main/contract/index.ts';

/** How many chips of a change are shown; the rest is counted. */
const mostChips = 3;

/** The first three changes, how many more there are, and all of them for a hover. */
export function chipsOf(changes: readonly Change[]): { shown: readonly Change[]; more: number; all: string } {
  return {
    shown: changes.slice(0, mostChips),
    more: Math.max(0, changes.length - mostChips),
    all: changes.map(({ text }) => text).join('\n'),
  };
}

/** What tells rows apart: a run may have no submission, a submission from outside no run. */
export function keyOf(row: Pick<LeaderboardRow, 'runId' | 'submissionId'>): string {
  return row.submissionId ?? row.runId ?? '';
}

/** What a gain is against its noise: a difference inside the noise is neither better nor worse. */
export function verdictOf(gain: { difference: number; noise: number | null }): 'better' | 'worse' | 'noise' {
  if (gain.noise !== null && Math.abs(gain.difference) <= gain.noise) return 'noise';
  if (gain.difference === 0) return 'noise';
  return gain.difference > 0 ? 'better' : 'worse';
}

/** A score as people type it: `0.94135`, `.94135`, or `94.1` as a percentage; null when it is none. */
export function readScore(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) return null;
  if (value <= 1) return value;
  return value <= 100 ? value / 100 : null;
}
