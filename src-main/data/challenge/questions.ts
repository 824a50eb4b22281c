import type { CsvRow, CsvTable } from '../csv.ts';
import { isZeroAnswer, normaliseAnswer } from './answers.ts';
import type { Columns } from './columns.ts';
import { hostMessage, type HostMessage } from '../../messages/host-messages.ts';
import { makeFinding, type Report } from './findings.ts';
import type { FoundPicture, PictureFinder } from './picture-paths.ts';
import { letters, type Letter } from '../../common/letters.ts';
import type { Finding, Question, Role } from './types.ts';

/** A question, and the size of its picture in bytes. */
export interface ReadQuestion {
  readonly question: Question;
  readonly pictureSize: number;
}

/** What turns a table into questions. */
export interface QuestionsContext {
  readonly file: string;
  readonly columns: Columns;
  /** Whether each row must have an answer. */
  readonly answered: boolean;
  readonly findPicture: PictureFinder;
  readonly report: Report;
  readonly signal?: AbortSignal | undefined;
}

/** A row while it is read: its cells by role, and its findings. */
interface Row {
  readonly row: number;
  readonly cell: (role: Role) => string;
  readonly report: (
    severity: Finding['severity'],
    code: string,
    role: Role | null,
    said: HostMessage,
  ) => void;
  readonly failed: () => boolean;
}

/** Turns the rows of a table into questions; a row with an error is reported and left out. */
export async function readQuestions(table: CsvTable, context: QuestionsContext): Promise<ReadQuestion[]> {
  const firstRows = new Map<string, number>();
  const answerPosition = context.columns.get('answer') ?? -1;
  const zeroBased = table.rows.some(({ cells }) => isZeroAnswer(cells[answerPosition] ?? ''));
  const questions: ReadQuestion[] = [];
  for (const record of table.rows) {
    context.signal?.throwIfAborted();
    const row = openRow(record, table.header, context);
    if (!checkWidth(record, table.header, row)) continue;
    const id = readId(row, firstRows);
    const question = readText(row, 'question');
    const choices = readChoices(row);
    const answer = readAnswer(row, context.answered, zeroBased);
    const found = await readPicture(row, context.findPicture);
    if (row.failed() || !found) continue;
    const kind = row.cell('kind').trim() || null;
    questions.push({
      question: { id, row: row.row, picture: found.picture, question, choices, answer, kind },
      pictureSize: found.size,
    });
  }
  return questions;
}

function openRow({ row, cells }: CsvRow, header: readonly string[], context: QuestionsContext): Row {
  const { file, columns } = context;
  let failed = false;
  return {
    row,
    cell: (role) => cells[columns.get(role) ?? -1] ?? '',
    report: (severity, code, role, said) => {
      if (severity === 'error') failed = true;
      const column = role && (header[columns.get(role) ?? -1] ?? role);
      context.report(makeFinding(severity, code, { file, row, column }, said));
    },
    failed: () => failed,
  };
}

function checkWidth({ cells }: CsvRow, header: readonly string[], row: Row): boolean {
  if (cells.length === header.length) return true;
  const said = hostMessage('cell-count', { cells: cells.length, columns: header.length });
  row.report('error', 'cell-count', null, said);
  return false;
}

function readId(row: Row, firstRows: Map<string, number>): string {
  const id = readText(row, 'id');
  const first = firstRows.get(id);
  if (first === undefined) firstRows.set(id, row.row);
  else if (id.trim() !== '')
    row.report('error', 'duplicate-id', 'id', hostMessage('duplicate-id', { id, first }));
  return id;
}

function readText(row: Row, role: Role): string {
  const text = row.cell(role);
  const what = letters.includes(role as Letter) ? 'choice' : role;
  if (text.trim() === '') row.report('error', `empty-${what}`, role, hostMessage('empty-cell', {}));
  return text;
}

function readChoices(row: Row): [string, string, string, string] {
  const choices: [string, string, string, string] = [
    readText(row, 'a'),
    readText(row, 'b'),
    readText(row, 'c'),
    readText(row, 'd'),
  ];
  for (const [index, choice] of choices.entries()) {
    const same = choices.slice(0, index).findIndex((other) => other.trim() === choice.trim());
    if (same < 0 || choice.trim() === '') continue;
    const said = hostMessage('duplicate-choice', { letter: letters[same]!, choice });
    row.report('warning', 'duplicate-choice', letters[index]!, said);
  }
  return choices;
}

/** The answer as a letter; where none is needed (a test file), a wrong one is only warned about. */
function readAnswer(row: Row, needed: boolean, zeroBased: boolean): Letter | null {
  const text = row.cell('answer');
  const severity = needed ? 'error' : 'warning';
  const answer = normaliseAnswer(text);
  if (text.trim() === '') {
    if (needed) row.report('error', 'empty-answer', 'answer', hostMessage('empty-answer', {}));
  } else if (answer === null)
    row.report(severity, 'bad-answer', 'answer', hostMessage('bad-answer', { answer: text }));
  else if (!zeroBased || !/\d/.test(text)) return answer;
  else {
    const said = hostMessage('zero-based-answer', { answer: text });
    row.report(severity, 'zero-based-answer', 'answer', said);
  }
  return null;
}

async function readPicture(row: Row, findPicture: PictureFinder): Promise<FoundPicture | null> {
  const path = readText(row, 'path');
  if (path.trim() === '') return null;
  const found = await findPicture(path);
  if ('picture' in found) return found;
  row.report('error', found.code, 'path', found.reason);
  return null;
}
