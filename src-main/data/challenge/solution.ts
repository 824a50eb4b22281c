import type { CsvTable } from '../csv.ts';
import { isZeroAnswer, normaliseAnswer } from './answers.ts';
import { matchColumns } from './columns.ts';
import { hostMessage, type HostMessage } from '../../messages/host-messages.ts';
import { makeFinding, type Report } from './findings.ts';
import type { Letter } from '../../common/letters.ts';
import type { ChallengeSource, Question, Solution } from './types.ts';

type Usage = 'Public' | 'Private' | 'Ignored';

interface SolutionRow {
  readonly row: number;
  readonly id: string;
  readonly answer: string;
  readonly usage: string;
}

/** Reads `id,answer,Usage`; rows with errors and rows that Kaggle marks Ignored are left out, test questions without a row are warned about. */
export function readSolution(
  table: CsvTable,
  file: string,
  names: ChallengeSource['columns'],
  test: readonly Question[],
  report: Report,
): Solution {
  const rows = readRows(table, file, names, report);
  const zeroBased = rows.some(({ answer }) => isZeroAnswer(answer));
  const solution = new Map<string, { answer: Letter; usage: 'Public' | 'Private' }>();
  const seen = new Set<string>();
  for (const { row, id, answer: text, usage: usageText } of rows) {
    const answer = zeroBased && /\d/.test(text) ? null : normaliseAnswer(text);
    const usage = readUsage(usageText);
    const wrong = (code: string, column: string, reason: HostMessage): void =>
      report(makeFinding('error', code, { file, row, column }, reason));
    if (seen.has(id)) wrong('duplicate-id', 'id', hostMessage('duplicate-solution-id', { id }));
    else if (usage === null) wrong('bad-usage', 'Usage', hostMessage('bad-usage', { usage: usageText }));
    else if (usage !== 'Ignored' && answer === null)
      wrong('bad-answer', 'answer', hostMessage('bad-answer', { answer: text }));
    else if (usage !== 'Ignored' && answer !== null) solution.set(id, { answer, usage });
    seen.add(id);
  }
  warnAboutIds(seen, test, file, report);
  return solution;
}

function readRows(
  table: CsvTable,
  file: string,
  names: ChallengeSource['columns'] = {},
  report: Report,
): SolutionRow[] {
  // A solution may use the usual names where train.csv does not.
  const { id, answer } = names;
  const used = {
    ...(id && table.header.includes(id) && { id }),
    ...(answer && table.header.includes(answer) && { answer }),
  };
  const { columns, findings } = matchColumns(
    table.header,
    { required: ['id', 'answer'], optional: [] },
    used,
    file,
  );
  findings.forEach(report);
  if (findings.some(({ severity }) => severity === 'error')) return [];
  const usage = table.header.findIndex((name) => name.trim().toLowerCase() === 'usage');
  if (usage < 0) {
    const place = { file, row: 1, column: 'Usage' };
    report(makeFinding('warning', 'missing-column', place, hostMessage('no-usage-column', {})));
  }
  return table.rows.map(({ row, cells }) => ({
    row,
    id: cells[columns.get('id')!] ?? '',
    answer: cells[columns.get('answer')!] ?? '',
    usage: usage < 0 ? 'Public' : (cells[usage] ?? ''),
  }));
}

function readUsage(text: string): Usage | null {
  const usages: readonly Usage[] = ['Public', 'Private', 'Ignored'];
  return usages.find((usage) => usage.toLowerCase() === text.trim().toLowerCase()) ?? null;
}

function warnAboutIds(
  seen: ReadonlySet<string>,
  test: readonly Question[],
  file: string,
  report: Report,
): void {
  const ids = new Set(test.map(({ id }) => id));
  const warn = (code: 'unsolved-test-ids' | 'unknown-solution-ids', found: readonly string[]): void => {
    const [id] = found;
    if (id === undefined) return;
    const said = hostMessage(code, { count: found.length, id });
    report(makeFinding('warning', code, { file, column: 'id' }, said));
  };
  warn(
    'unsolved-test-ids',
    [...ids].filter((id) => !seen.has(id)),
  );
  warn(
    'unknown-solution-ids',
    [...seen].filter((id) => !ids.has(id)),
  );
}
