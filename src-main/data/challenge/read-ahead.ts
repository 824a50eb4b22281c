import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { parseCsv } from '../csv.ts';
import { matchColumns, namesFor, wantedColumns } from './columns.ts';
import type { ChallengeSource, Role } from './types.ts';

/** A CSV file before it is used: its header, first rows, and which column was taken for what. */
export interface CsvAhead {
  readonly part: 'train' | 'test' | 'solution';
  readonly file: string;
  readonly found: boolean;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly columns: readonly {
    readonly role: Role;
    readonly column: string | null;
    readonly required: boolean;
  }[];
}

const parts = ['train', 'test', 'solution'] as const;
const shownRows = 3;

/** Looks into the CSV files of a folder without checking their rows. Errors: NOT_FOUND for the folder. */
export async function readAhead(source: ChallengeSource): Promise<{ csv: string[]; files: CsvAhead[] }> {
  const folder = resolve(source.folder);
  const names = await readdir(folder).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-open', folder);
  });
  const csv = names.filter((name) => /[.]csv$/i.test(name)).sort();
  return { csv, files: await Promise.all(parts.map((part) => lookInto(folder, part, source))) };
}

async function lookInto(folder: string, part: CsvAhead['part'], source: ChallengeSource): Promise<CsvAhead> {
  const file = source[part] ?? `${part}.csv`;
  const none = { part, file, found: false, header: [], rows: [], columns: [] };
  // A file that is not there is what the preview tells; `loadChallenge` says what it means.
  const bytes = await readFile(resolve(folder, file)).catch(() => null);
  if (!bytes) return none;
  try {
    const { header, rows } = parseCsv(bytes, file);
    return {
      ...none,
      found: true,
      header,
      rows: rows.slice(0, shownRows).map(({ cells }) => cells),
      columns: part === 'solution' ? [] : columnsOf(header, part, source, file),
    };
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    return { ...none, found: true };
  }
}

function columnsOf(
  header: readonly string[],
  part: 'train' | 'test',
  source: ChallengeSource,
  file: string,
): CsvAhead['columns'] {
  const wanted = wantedColumns(part === 'train');
  const { columns } = matchColumns(header, wanted, namesFor(part === 'train', source.columns), file);
  return [...wanted.required, ...wanted.optional].map((role) => {
    const place = columns.get(role);
    const column = place === undefined ? null : (header[place] ?? null);
    return { role, column, required: wanted.required.includes(role) };
  });
}
