import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fromSystemError } from '../../common/errors.ts';
import type { ChallengeSource } from '../../data/challenge.ts';
import { matchColumns, namesFor, wantedColumns } from '../../data/challenge/columns.ts';
import type { Role } from '../../data/challenge/types.ts';
import { parseCsv } from '../../data/csv.ts';

type ColumnNames = Partial<Record<Role, string>>;

/** Where a challenge's files lie and what their columns are called. */
export interface ChallengeFiles {
  readonly folder: string;
  /** Relative to the folder, or absolute. */
  readonly train: string;
  /** Null where there are no test questions. */
  readonly test: string | null;
  readonly trainColumns: ColumnNames;
  readonly testColumns: ColumnNames;
  /** From and to. */
  readonly picturePrefix: readonly [string, string] | null;
}

/** A challenge whose files are not on this machine, as the sample's are named. */
export const unknownFiles: ChallengeFiles = describeFiles({ folder: '.' }, {}, {});

/** Reads the headers of a challenge's files, so that a script need not guess. Errors: NOT_FOUND for a training file that is gone. */
export async function challengeFiles(source: ChallengeSource): Promise<ChallengeFiles> {
  const train = await columnNames(source, true);
  if (train === null)
    throw fromSystemError(
      { code: 'ENOENT' },
      'cannot-read',
      resolve(source.folder, source.train ?? 'train.csv'),
    );
  const test = await columnNames(source, false);
  return { ...describeFiles(source, train, test ?? {}), ...(test === null ? { test: null } : {}) };
}

function describeFiles(source: ChallengeSource, train: ColumnNames, test: ColumnNames): ChallengeFiles {
  const { folder, picturePrefix } = source;
  const usual = (answered: boolean): ColumnNames =>
    Object.fromEntries(wantedColumns(answered).required.map((role) => [role, role]));
  return {
    folder,
    train: source.train ?? 'train.csv',
    test: source.test ?? 'test.csv',
    trainColumns: { ...usual(true), ...train },
    testColumns: { ...usual(false), ...test },
    picturePrefix: picturePrefix ? [picturePrefix.from, picturePrefix.to] : null,
  };
}

/** What the columns that every question needs are called in a file's header; null where there is no such file. */
async function columnNames(source: ChallengeSource, answered: boolean): Promise<ColumnNames | null> {
  const file = resolve(
    source.folder,
    (answered ? source.train : source.test) ?? (answered ? 'train.csv' : 'test.csv'),
  );
  const bytes = await readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fromSystemError(error, 'cannot-read', file);
  });
  if (!bytes) return null;
  const { header } = parseCsv(bytes, file);
  const { required } = wantedColumns(answered);
  const wanted = { required, optional: [] };
  const { columns } = matchColumns(header, wanted, namesFor(answered, source.columns), file);
  return Object.fromEntries([...columns].map(([role, place]) => [role, header[place]!]));
}
