import { QuartetError } from '../common/errors.ts';
import type { Letter } from '../common/letters.ts';
import { normaliseAnswer } from '../data/challenge/answers.ts';
import { parseCsv } from '../data/csv.ts';
import { hostMessage, type HostMessage } from '../messages/host-messages.ts';
import { someOf } from '../messages/some-of.ts';

/** A line of a submission file; `answer` is null where `text` is none of the four letters. */
export interface SubmissionRow {
  readonly row: number;
  readonly id: string;
  readonly text: string;
  readonly answer: Letter | null;
}

/** Reads a submission's rows as they are, in UTF-8 (with or without BOM) or CP949. Errors: INVALID_INPUT without the columns id and answer. */
export function parseSubmission(bytes: Uint8Array, file: string): SubmissionRow[] {
  const { header, rows } = parseCsv(bytes, file);
  const [id, answer] = ['id', 'answer'].map((name) =>
    header.findIndex((cell) => cell.trim().toLowerCase() === name),
  ) as [number, number];
  if (id < 0 || answer < 0)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('submission-columns', { file, columns: header.join(', ') }),
    );
  return rows.map(({ row, cells }) => {
    const text = cells[answer] ?? '';
    return { row, id: cells[id] ?? '', text, answer: normaliseAnswer(text) };
  });
}

/** What is wrong with rows whatever the challenge: no letter, or an id for the second time. */
export function rowFaults(rows: readonly SubmissionRow[]): HostMessage[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ row, id, text, answer }) => {
    const before = first.get(id);
    if (before === undefined) first.set(id, row);
    return [
      ...(answer === null ? [hostMessage('submission-row-no-letter', { row, text })] : []),
      ...(before === undefined ? [] : [hostMessage('submission-row-again', { row, id, before })]),
    ];
  });
}

/** What keeps rows from being answers to these test questions: the rows' own faults, foreign ids, and questions without an answer. */
export function submissionFaults(
  rows: readonly SubmissionRow[],
  expectedIds: readonly string[],
): HostMessage[] {
  const expected = new Set(expectedIds);
  const given = new Set(rows.map(({ id }) => id));
  const missing = expectedIds.filter((id) => !given.has(id));
  return [
    ...rowFaults(rows),
    ...rows
      .filter(({ id }) => !expected.has(id))
      .map(({ row, id }) => hostMessage('submission-row-foreign', { row, id })),
    ...(missing.length > 0
      ? [
          hostMessage('submission-lacks-rows', {
            missing: missing.length,
            total: expectedIds.length,
            ids: someOf(missing),
          }),
        ]
      : []),
  ];
}
