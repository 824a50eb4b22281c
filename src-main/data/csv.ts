import { CsvError, parse, type Info } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { QuartetError } from '../common/errors.ts';
import { decodeText } from './text-encoding.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A record of a CSV file; `row` is the line it begins on, 1 for the first line of the file. */
export interface CsvRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** A CSV file: its header, and its records in file order, cells exactly as written. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Reads CSV bytes in UTF-8, UTF-16 or CP949; records may have more or fewer cells than the header, empty lines are skipped. */
export function parseCsv(bytes: Uint8Array, file: string): CsvTable {
  const text = Buffer.from(decodeText(bytes, file));
  const lineAfter = createLineCounter(text);
  let end = 0;
  const records = parseRecords(text, file).map(({ record, info }) => {
    const row = lineAfter(end);
    end = info.bytes;
    return { row, cells: record };
  });
  const [header, ...rows] = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (!header) throw new QuartetError('INVALID_INPUT', hostMessage('empty-csv', { file }));
  return { header: header.cells, rows };
}

/** Writes a header and rows as CSV text: UTF-8, LF line ends, quotes where needed. */
export function formatCsv(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  return stringify([[...header], ...rows.map((row) => [...row])]);
}

function parseRecords(text: Buffer, file: string): { record: string[]; info: Info }[] {
  // Quotes inside unquoted cells (5" screen) are taken as they are, like pandas does.
  const options = { info: true, relax_column_count: true, relax_quotes: true } as const;
  try {
    return parse(text, options) as unknown as { record: string[]; info: Info }[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = createLineCounter(text)(Number(error['bytes']));
    const finding =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? hostMessage('quote-not-closed', {})
        : hostMessage('csv-unreadable', { code: error.code });
    throw new QuartetError('INVALID_INPUT', hostMessage('found-at-row', { file, row, finding }), {
      cause: error,
    });
  }
}

/** Turns growing byte offsets into the line of the next character; csv-parse counts CRLF inside quotes twice. */
function createLineCounter(text: Buffer): (offset: number) => number {
  const newline = text.includes('\n') ? 0x0a : 0x0d;
  let line = 1;
  let at = 0;
  return (offset) => {
    for (; at < offset; at++) if (text[at] === newline) line++;
    return line;
  };
}
