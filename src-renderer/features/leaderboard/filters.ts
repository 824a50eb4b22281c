import type { Inputs } from '../../../src-main/contract/index.ts';

/** What the leaderboard's tools leave out; '' does not filter. */
export interface Filters {
  readonly text: string;
  readonly member: string;
  readonly model: string;
  readonly tag: string;
  readonly mark: '' | 'flagged' | 'clean' | 'starred' | 'final';
}

/** Everything is shown. */
export const noFilters: Filters = { text: '', member: '', model: '', tag: '', mark: '' };

/** The marks that can be asked for, in the order of the list. */
export const marks = ['flagged', 'clean', 'starred', 'final'] as const;

/** The filters as the host takes them. */
export function filterQuery({
  text,
  member,
  model,
  tag,
  mark,
}: Filters): Omit<Inputs['submissions']['list'], 'challengeId'> {
  return {
    text: text.trim(),
    member: member || null,
    model: model || null,
    tag: tag || null,
    flagged: mark === 'flagged' ? true : mark === 'clean' ? false : null,
    starred: mark === 'starred',
    final: mark === 'final',
  };
}

/** Whether anything is left out. */
export function isFiltered(filters: Filters): boolean {
  return Object.values(filters).some((value: string) => value.trim() !== '');
}
