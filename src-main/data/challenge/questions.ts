import type { CsvTable } from '../csv.ts';
import { isZeroAnswer, normaliseAnswer } from './answers.ts';
import type { ColumnMatch } from './columns.ts';
import type { PictureFinder } from './picture-paths.ts';
import { letters, type Finding, type Letter, type Question, type Role } from './types.ts';

/** A question, and the size of its picture in bytes. */
export interface ReadQuestion {
  readonly question: Question;
  readonly pictureSize: number;
}

/** What turns a table into questions. */
export interface QuestionsContext {
  readonly file: string;
  readonly columns: ColumnMatch;
  /** Whether each row must have an answer. */
  readonly answered: boolean;
  readonly findPicture: PictureFinder;
  readonly report: (finding: Finding) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Turns the rows of a table into questions; a row with an error is reported and left out. */
export async function readQuestions(table: CsvTable, context: QuestionsContext): Promise<ReadQuestion[]> {
  const firstRows = new Map<string, number>();
  const answerPosition = context.columns.positions.get('answer') ?? -1;
  const zeroBased = table.rows.some(({ cells }) => isZeroAnswer(cells[answerPosition] ?? ''));
  const questions: ReadQuestion[] = [];
  for (const { row, cells } of table.rows) {
    context.signal?.throwIfAborted();
    const reader = new RowReader(row, cells, table.header, context);
    const question = await reader.read(firstRows, zeroBased);
    if (question) questions.push(question);
  }
  return questions;
}

/** Reads one row and remembers whether anything in it was wrong. */
class RowReader {
  private readonly row: number;
  private readonly cells: readonly string[];
  private readonly header: readonly string[];
  private readonly context: QuestionsContext;
  private failed = false;

  constructor(row: number, cells: readonly string[], header: readonly string[], context: QuestionsContext) {
    this.row = row;
    this.cells = cells;
    this.header = header;
    this.context = context;
  }

  async read(firstRows: Map<string, number>, zeroBased: boolean): Promise<ReadQuestion | null> {
    if (!this.checkWidth()) return null;
    const id = this.readId(firstRows);
    const question = this.readText('question');
    const choices = this.readChoices();
    const answer = this.readAnswer(zeroBased);
    const found = await this.readPicture();
    if (this.failed || !found) return null;
    const kind = this.cell('kind').trim() || null;
    return {
      question: { id, row: this.row, picture: found.picture, question, choices, answer, kind },
      pictureSize: found.size,
    };
  }

  private checkWidth(): boolean {
    const { length } = this.cells;
    if (length === this.header.length) return true;
    this.report(
      'error',
      'cell-count',
      null,
      `${length} cells, but the header has ${this.header.length}. Put text that holds commas in double quotes.`,
    );
    return false;
  }

  private readId(firstRows: Map<string, number>): string {
    const id = this.readText('id');
    const first = firstRows.get(id);
    if (first !== undefined)
      this.report(
        'error',
        'duplicate-id',
        'id',
        `the id "${id}" was used in row ${first} already. Give each row its own.`,
      );
    else if (id !== '') firstRows.set(id, this.row);
    return id;
  }

  private readText(role: Role): string {
    const text = this.cell(role);
    if (text.trim() === '')
      this.report(
        'error',
        `empty-${letters.includes(role as Letter) ? 'choice' : role}`,
        role,
        'empty. Fill it in or remove the row.',
      );
    return text;
  }

  private readChoices(): [string, string, string, string] {
    const choices: [string, string, string, string] = [
      this.readText('a'),
      this.readText('b'),
      this.readText('c'),
      this.readText('d'),
    ];
    for (const [index, choice] of choices.entries()) {
      const same = choices.slice(0, index).findIndex((other) => other.trim() === choice.trim());
      if (same >= 0 && choice.trim() !== '')
        this.report(
          'warning',
          'duplicate-choice',
          letters[index]!,
          `the same text as choice ${letters[same]!}, "${choice}". One of them cannot be right.`,
        );
    }
    return choices;
  }

  private readAnswer(zeroBased: boolean): Letter | null {
    const text = this.cell('answer');
    const severity = this.context.answered ? 'error' : 'warning';
    if (text.trim() === '') {
      if (this.context.answered) this.report('error', 'empty-answer', 'answer', 'empty. Write a, b, c or d.');
      return null;
    }
    const answer = normaliseAnswer(text);
    if (answer === null)
      this.report(severity, 'bad-answer', 'answer', `"${text}" is none of the choices. Write a, b, c or d.`);
    else if (zeroBased && /\d/.test(text)) {
      this.report(
        severity,
        'zero-based-answer',
        'answer',
        `"${text}" is unclear, since this column also holds 0. Write a, b, c or d.`,
      );
      return null;
    }
    return answer;
  }

  private async readPicture(): Promise<{ picture: string; size: number } | null> {
    const path = this.readText('path');
    if (path.trim() === '') return null;
    const found = await this.context.findPicture(path);
    if ('picture' in found) return found;
    this.report('error', found.code, 'path', found.reason);
    return null;
  }

  private cell(role: Role): string {
    return this.cells[this.context.columns.positions.get(role) ?? -1] ?? '';
  }

  private report(severity: Finding['severity'], code: string, role: Role | null, text: string): void {
    if (severity === 'error') this.failed = true;
    const { file } = this.context;
    const column = role && (this.header[this.context.columns.positions.get(role) ?? -1] ?? role);
    const place = column === null ? `row ${this.row}` : `row ${this.row}, column ${column}`;
    this.context.report({
      severity,
      code,
      file,
      row: this.row,
      column,
      message: `${file}, ${place}: ${text}`,
    });
  }
}
