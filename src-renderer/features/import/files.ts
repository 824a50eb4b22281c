import type { ImportItem, Inputs } from '../../../src-main/contract/index.ts';
import { readScore } from '../leaderboard/board.ts';

/** What people tell with files; '' is not told. */
export interface Told {
  readonly member: string;
  /** As a field for date and time has it: local, without a zone. */
  readonly time: string;
  readonly score: string;
  readonly note: string;
  readonly modelFolder: string;
}

/** Nothing is told yet. */
export const nothingTold: Told = { member: '', time: '', score: '', note: '', modelFolder: '' };

/** What the host is asked for one source. */
export function inputOf(
  source: Inputs['imports']['preview']['source'],
  challengeId: string | null,
  { member, time, score, note, modelFolder }: Told,
): Inputs['imports']['preview'] {
  return {
    source,
    challengeId,
    member: member || null,
    at: time === '' ? null : new Date(time).getTime(),
    public: readScore(score),
    note,
    modelFolder: modelFolder || null,
  };
}

/** How many items are (to be) added, are here already, and stay out. */
export function countItems(items: readonly ImportItem[]): { added: number; here: number; refused: number } {
  const count = (...verdicts: ImportItem['verdict'][]): number =>
    items.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return { added: count('new'), here: count('here'), refused: count('conflict', 'broken') };
}
