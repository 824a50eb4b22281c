import type { Answer, Inputs } from '../../../src-main/contract/index.ts';

/** Which answers are shown. */
export const shownOptions = ['all', 'wrong', 'right', 'unsure', 'changed'] as const;
export type Shown = (typeof shownOptions)[number];

/** What the tools above the questions say; '' does not filter. */
export interface AnswerFilters {
  readonly split: 'validation' | 'test';
  readonly shown: Shown;
  readonly kind: string;
  readonly letter: '' | 'a' | 'b' | 'c' | 'd';
  readonly text: string;
  readonly sort: 'file' | 'unsure-first' | 'sure-first';
}

export const firstFilters: AnswerFilters = {
  split: 'validation',
  shown: 'all',
  kind: '',
  letter: '',
  text: '',
  sort: 'file',
};

/** The filters as the host takes them. */
export function answerQuery(filters: AnswerFilters): Omit<Inputs['runs']['predictions'], 'id'> {
  const { split, shown, kind, letter, text, sort } = filters;
  return {
    split,
    right: shown === 'right' ? true : shown === 'wrong' ? false : null,
    unsure: shown === 'unsure',
    changed: shown === 'changed',
    kind: kind || null,
    letter: letter || null,
    text: text.trim(),
    sort,
  };
}

/** Whether the filters leave anything out. */
export function isNarrowed({ shown, kind, letter, text }: AnswerFilters): boolean {
  return shown !== 'all' || kind !== '' || letter !== '' || text.trim() !== '';
}

/** One step through all that matches: the place in the whole, and where the page that holds it begins. */
export function stepThrough(
  place: number,
  by: number,
  { total, limit }: { readonly total: number; readonly limit: number },
): { place: number; offset: number } {
  const next = Math.max(0, Math.min(total - 1, place + by));
  return { place: next, offset: next - (next % limit) };
}

/** How an answer's change since the parent's run is told: to the truth, away from it, or neither; null without a change. */
export function changeSinceParent({
  answer,
  parentAnswer,
  question,
}: Pick<Answer, 'answer' | 'parentAnswer' | 'question'>): 'mended' | 'broken' | 'other' | null {
  if (parentAnswer === null || parentAnswer === answer) return null;
  if (question.answer === null) return 'other';
  if (answer === question.answer) return 'mended';
  return parentAnswer === question.answer ? 'broken' : 'other';
}
