import type { Inputs } from '../../../src-main/contract/index.ts';
import type { MessageKey } from '../../i18n/messages.ts';

export type SortKey = NonNullable<Inputs['submissions']['list']['sort']>;

/** A column of the leaderboard: its head, its width in pixels (and the least that still says something), and what sorting by it asks for. */
export interface Column {
  readonly id: string;
  readonly head: MessageKey;
  readonly width: number;
  readonly narrow?: number;
  readonly sort?: SortKey;
  readonly right?: boolean;
  /** Where room is scarce the lowest goes first; without one it always stays. */
  readonly worth?: number;
}

/** All columns, in order. */
export const columns: readonly Column[] = [
  { id: 'rank', head: 'board.rank', width: 52, sort: 'rank', right: true },
  { id: 'name', head: 'board.submission', width: 152, sort: 'name' },
  { id: 'member', head: 'board.member', width: 92, narrow: 64, sort: 'member', worth: 7 },
  { id: 'model', head: 'board.model', width: 64, sort: 'model', worth: 4 },
  { id: 'changes', head: 'board.changed', width: 220 },
  { id: 'gain', head: 'board.gain', width: 88, right: true, worth: 9 },
  { id: 'validation', head: 'board.validation', width: 108, sort: 'validation', right: true, worth: 8 },
  { id: 'public', head: 'board.public', width: 76, sort: 'public', right: true },
  { id: 'private', head: 'board.private', width: 76, sort: 'private', right: true, worth: 2 },
  { id: 'letters', head: 'board.letters', width: 60, worth: 5 },
  { id: 'flags', head: 'board.flags', width: 136, worth: 6 },
  { id: 'created', head: 'board.when', width: 104, sort: 'created', worth: 3 },
  { id: 'took', head: 'board.took', width: 84, sort: 'trainSeconds', right: true, worth: 1 },
];

/** Columns without which a row says nothing. */
export const fixedColumns: ReadonlySet<string> = new Set(
  columns.flatMap(({ id, worth }) => (worth === undefined ? id : [])),
);

/** The column of the checkboxes. */
export const selectWidth = 36;

/** Columns as they fit a width: narrower first, then without those worth least; what is left over goes to the changes. */
export function fitColumns(wanted: readonly Column[], width: number): Column[] {
  const needed = (all: readonly Column[]): number =>
    all.reduce((sum, column) => sum + column.width, selectWidth);
  let fitted = [...wanted];
  if (needed(fitted) > width)
    fitted = fitted.map((column) => ({ ...column, width: column.narrow ?? column.width }));
  while (needed(fitted) > width) {
    const least = fitted
      .filter(({ worth }) => worth !== undefined)
      .toSorted((one, other) => one.worth! - other.worth!)[0];
    if (!least) break;
    fitted = fitted.filter((column) => column !== least);
  }
  const spare = Math.max(0, width - needed(fitted));
  // Names are cut sooner than a change needs more than this.
  const forNames = Math.min(88, Math.max(0, spare - 280));
  return fitted.map((column) => {
    if (column.id === 'changes') return { ...column, width: column.width + spare - forNames };
    return column.id === 'name' ? { ...column, width: column.width + forNames } : column;
  });
}

/** The direction that a first click gives: the best on top for numbers, A first for names. */
export function firstDirection(sort: SortKey): boolean {
  return !['rank', 'name', 'member', 'model'].includes(sort);
}
