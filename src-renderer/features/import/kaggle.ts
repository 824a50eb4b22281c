import type { KaggleAssignment, KaggleMatch } from '../../../src-main/contract/index.ts';

/** Where a row goes: a submission's id, `add`, or '' to leave it. */
export type Choice = string;

/** What happens to a row when nobody says otherwise. */
export function usualChoice({ verdict, candidates }: KaggleMatch): Choice {
  return verdict === 'matched' ? (candidates[0]?.submissionId ?? '') : '';
}

/** Whether there is anything to choose: a row that failed or is here already goes nowhere. */
export function isOpen({ verdict, public: score }: KaggleMatch): boolean {
  return score !== null && (verdict === 'matched' || verdict === 'unassigned' || verdict === 'unknown');
}

/** What was chosen by hand, as the host takes it, and how many scores that makes in all. */
export function assignmentsOf(
  rows: readonly KaggleMatch[],
  choices: ReadonlyMap<number, Choice>,
): { assign: KaggleAssignment[]; count: number } {
  const chosen = rows.filter(isOpen).map((match) => ({
    row: match.row,
    to: (choices.get(match.row) ?? usualChoice(match)) || null,
  }));
  return { assign: chosen, count: chosen.filter(({ to }) => to !== null).length };
}

/** Names of Kaggle and the members they were said to be, kept in this browser. */
const remembered = 'quartet.kaggle.names';

/** Which member each Kaggle name was said to be the last time. */
export function rememberedNames(): Record<string, string | null> {
  try {
    return JSON.parse(localStorage.getItem(remembered) ?? '{}') as Record<string, string | null>;
  } catch {
    // Something else wrote there: begin anew.
    return {};
  }
}

/** Keeps them for the next time. */
export function rememberNames(names: Readonly<Record<string, string | null>>): void {
  localStorage.setItem(remembered, JSON.stringify(names));
}
