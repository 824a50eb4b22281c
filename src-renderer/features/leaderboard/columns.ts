import type { Inputs } from '../../../src-main/contract/index.ts';
import type { MessageKey } from '../../i18n/messages.ts';

export type SortKey = NonNullable<Inputs['submissions']['list']['sort']>;

/** A column of the leaderboard: its head, its width in pixels, and what sorting by it asks for. */
export interface Column {
  readonly id: string;
  readonly head: MessageKey;
  readonly width: number;
  readonly sort?: SortKey;
  readonly right?: boolean;
}

/** All columns, in order; the first three stay, the others can be switched off. */
export const columns: readonly Column[] = [
  { id: 'rank', head: 'board.rank', width: 56, sort: 'rank', right: true },
  { id: 'name', head: 'board.submission', width: 168, sort: 'name' },
  { id: 'changes', head: 'board.changed', width: 340 },
  { id: 'public', head: 'board.public', width: 84, sort: 'public', right: true },
  { id: 'private', head: 'board.private', width: 84, sort: 'private', right: true },
  { id: 'validation', head: 'board.validation', width: 108, sort: 'validation', right: true },
  { id: 'member', head: 'board.member', width: 104, sort: 'member' },
  { id: 'letters', head: 'board.letters', width: 60 },
  { id: 'flags', head: 'board.flags', width: 148 },
  { id: 'model', head: 'board.model', width: 120, sort: 'model' },
  { id: 'created', head: 'board.when', width: 96, sort: 'created' },
  { id: 'took', head: 'board.took', width: 88, sort: 'trainSeconds', right: true },
];

/** Columns without which a row says nothing. */
export const fixedColumns: ReadonlySet<string> = new Set(['rank', 'name', 'changes']);

/** The direction that a first click gives: the best on top for numbers, A first for names. */
export function firstDirection(sort: SortKey): boolean {
  return !['rank', 'name', 'member', 'model'].includes(sort);
}
