import type { CsvTable } from '../csv.ts';
import { isZeroAnswer, normaliseAnswer } from './answers.ts';
import type { Finding, Letter, Question, Solution } from './types.ts';

type Usage = 'Public' | 'Private' | 'Ignored';

/** Reads `id,answer,Usage`; rows with errors and rows that Kaggle marks Ignored are left out, test questions without a row are warned about. */
export function readSolution(
  table: CsvTable,
  file: string,
  test: readonly Question[],
  report: (finding: Finding) => void,
): Solution {
  const positions = new Map(table.header.map((name, position) => [name.trim().toLowerCase(), position]));
  const solution = new Map<string, { answer: Letter; usage: 'Public' | 'Private' }>();
  const say = (
    severity: Finding['severity'],
    code: string,
    row: number | null,
    column: string | null,
    text: string,
  ): void => {
    const place = [file, row && `row ${row}`, column && `column ${column}`].filter(Boolean).join(', ');
    report({ severity, code, file, row, column, message: `${place}: ${text}` });
  };
  for (const column of ['id', 'answer'])
    if (!positions.has(column))
      say(
        'error',
        'missing-column',
        1,
        column,
        'not in the file. A solution needs the columns id, answer and Usage.',
      );
  if (!positions.has('usage'))
    say(
      'warning',
      'missing-column',
      1,
      'Usage',
      'not in the file, so every row counts as Public. Add Public or Private to each row.',
    );
  if (!positions.has('id') || !positions.has('answer')) return solution;
  const cell = (cells: readonly string[], column: string): string => cells[positions.get(column) ?? -1] ?? '';
  const zeroBased = table.rows.some(({ cells }) => isZeroAnswer(cell(cells, 'answer')));
  const seen = new Set<string>();
  for (const { row, cells } of table.rows) {
    const id = cell(cells, 'id');
    const text = cell(cells, 'answer');
    const answer = zeroBased && /\d/.test(text) ? null : normaliseAnswer(text);
    const usage = readUsage(positions.has('usage') ? cell(cells, 'usage') : 'Public');
    if (seen.has(id))
      say('error', 'duplicate-id', row, 'id', `the id "${id}" was used before. Keep one row of it.`);
    else if (usage === null)
      say('error', 'bad-usage', row, 'Usage', `"${cell(cells, 'usage')}" is neither Public nor Private.`);
    else if (usage !== 'Ignored' && answer === null)
      say('error', 'bad-answer', row, 'answer', `"${text}" is none of the choices. Write a, b, c or d.`);
    else if (usage !== 'Ignored' && answer !== null) solution.set(id, { answer, usage });
    seen.add(id);
  }
  warnAboutIds(seen, test, say);
  return solution;
}

function readUsage(text: string): Usage | null {
  const usages: readonly Usage[] = ['Public', 'Private', 'Ignored'];
  return usages.find((usage) => usage.toLowerCase() === text.trim().toLowerCase()) ?? null;
}

function warnAboutIds(
  seen: ReadonlySet<string>,
  test: readonly Question[],
  say: (severity: 'warning', code: string, row: null, column: string, text: string) => void,
): void {
  const ids = new Set(test.map(({ id }) => id));
  const unsolved = [...ids].filter((id) => !seen.has(id));
  const unknown = [...seen].filter((id) => !ids.has(id));
  if (unsolved.length > 0)
    say(
      'warning',
      'unsolved-test-ids',
      null,
      'id',
      `${unsolved.length} test questions have no row here, such as "${unsolved[0]!}"; they are not scored.`,
    );
  if (unknown.length > 0)
    say(
      'warning',
      'unknown-solution-ids',
      null,
      'id',
      `${unknown.length} rows answer no test question, such as "${unknown[0]!}"; they are not scored.`,
    );
}
