import type { Letter } from '../../common/letters.ts';

/** What a column of a challenge's CSV files means. */
export type Role = 'id' | 'path' | 'question' | Letter | 'answer' | 'kind';

/** A question of a challenge: text exactly as in the CSV, the answer normalised to a letter. */
export interface Question {
  readonly id: string;
  /** The line of the CSV on which the record begins. */
  readonly row: number;
  /** Absolute path of the picture. */
  readonly picture: string;
  readonly question: string;
  readonly choices: readonly [string, string, string, string];
  readonly answer: Letter | null;
  readonly kind: string | null;
}

/** Something wrong or doubtful in a challenge's files; the message says what to do about it. */
export interface Finding {
  /** Of a row with an error nothing is used; a warning changes nothing. */
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly file: string;
  readonly row: number | null;
  readonly column: string | null;
  readonly message: string;
}

/** The known answers of the test questions, which score submissions locally. */
export type Solution = ReadonlyMap<string, { readonly answer: Letter; readonly usage: 'Public' | 'Private' }>;

/** A challenge as it was read: only rows without errors. */
export interface Challenge {
  readonly folder: string;
  readonly name: string;
  readonly train: readonly Question[];
  readonly test: readonly Question[];
  readonly solution: Solution | null;
  /** Identity of the data: SHA-256 over the bytes of the train and test CSV files (a solution may come later). */
  readonly sha256: string;
}

/** Where a challenge lies; file names are relative to the folder, or absolute. */
export interface ChallengeSource {
  readonly folder: string;
  readonly train?: string;
  readonly test?: string;
  readonly solution?: string;
  /** Column names that differ from the roles' own and cannot be guessed. */
  readonly columns?: Partial<Record<Role, string>>;
  /** Picture paths that begin with `from` (written on another machine) get `to` in its place. */
  readonly picturePrefix?: { readonly from: string; readonly to: string };
}
