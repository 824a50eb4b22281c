import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { QuartetError, fromSystemError } from '../common/errors.ts';
import { parseCsv, type CsvTable } from './csv.ts';
import { matchColumns, namesFor, wantedColumns } from './challenge/columns.ts';
import { makeFinding, messageOfError, type Report } from './challenge/findings.ts';
import { createPictureFinder } from './challenge/picture-paths.ts';
import { readQuestions, type ReadQuestion } from './challenge/questions.ts';
import { findSharedPictures } from './challenge/shared-pictures.ts';
import { readSolution } from './challenge/solution.ts';
import type { Challenge, ChallengeSource, Finding } from './challenge/types.ts';
import { hostMessage } from '../messages/host-messages.ts';

export type { Letter } from '../common/letters.ts';
export type { Challenge, ChallengeSource, Finding, Question, Solution } from './challenge/types.ts';

interface CsvFile {
  readonly file: string;
  readonly bytes: Buffer;
  readonly table: CsvTable | null;
}

/**
 * Reads a challenge: every row without an error, and findings for all else, in file order. Pictures are only looked
 * for here (`checkPictures` decodes them). Throws NOT_FOUND for a missing folder or CSV, and the signal's reason.
 */
export async function loadChallenge(
  source: ChallengeSource,
  options: { readonly signal?: AbortSignal } = {},
): Promise<{ challenge: Challenge; findings: Finding[] }> {
  const { signal } = options;
  const folder = resolve(source.folder);
  await requireFolder(folder);
  const findings: Finding[] = [];
  const report: Report = (finding) => void findings.push(finding);
  const files = {
    train: await openCsv(folder, source.train, 'train.csv', report),
    test: await openCsv(folder, source.test, 'test.csv', report),
    solution: await openCsv(folder, source.solution, 'solution.csv', report),
  };
  if (!files.train && !files.test) throw new QuartetError('NOT_FOUND', hostMessage('no-csv', { folder }));
  const read = (file: CsvFile | null, answered: boolean): Promise<ReadQuestion[]> =>
    readSplit(file, answered, source, report, signal);
  const train = await read(files.train, true);
  const test = await read(files.test, false);
  if (files.test) findings.push(...(await findSharedPictures(train, test, files.test.file)));
  const testQuestions = test.map(({ question }) => question);
  const challenge: Challenge = {
    folder,
    name: basename(folder),
    train: train.map(({ question }) => question),
    test: testQuestions,
    solution: files.solution?.table
      ? readSolution(files.solution.table, files.solution.file, source.columns, testQuestions, report)
      : null,
    sha256: hashFiles([files.train, files.test]),
  };
  return { challenge, findings };
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-open', folder);
  });
  if (!found.isDirectory()) throw new QuartetError('INVALID_INPUT', hostMessage('no-folder', { folder }));
}

/** A file that was named must be there; one that merely could be there may be absent. */
async function openCsv(
  folder: string,
  given: string | undefined,
  usual: string,
  report: Report,
): Promise<CsvFile | null> {
  const file = resolve(folder, given ?? usual);
  const bytes = await readFile(file).catch((error: unknown) => {
    if (given === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fromSystemError(error, 'cannot-read', file);
  });
  if (!bytes) return null;
  try {
    return { file, bytes, table: parseCsv(bytes, file) };
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    // The message names the file already.
    report(makeFinding('error', 'unreadable-csv', { file }, messageOfError(error)));
    return { file, bytes, table: null };
  }
}

async function readSplit(
  csv: CsvFile | null,
  answered: boolean,
  source: ChallengeSource,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<ReadQuestion[]> {
  if (!csv?.table) return [];
  const { file, table } = csv;
  const { columns, findings } = matchColumns(
    table.header,
    wantedColumns(answered),
    namesFor(answered, source.columns),
    file,
  );
  findings.forEach(report);
  if (findings.some(({ severity }) => severity === 'error')) return [];
  return readQuestions(table, {
    file,
    columns,
    answered,
    findPicture: createPictureFinder(source),
    report,
    signal,
  });
}

function hashFiles(files: readonly (CsvFile | null)[]): string {
  const hash = createHash('sha256');
  for (const csv of files) hash.update(`${csv?.bytes.length ?? 0}\n`).update(csv?.bytes ?? '');
  return hash.digest('hex');
}
