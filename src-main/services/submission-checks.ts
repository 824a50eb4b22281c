import { letters, type Letter } from '../common/letters.ts';
import { chiSquareTest } from '../common/statistics.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { someOf } from '../messages/some-of.ts';

/** One line of a submission. */
export interface SubmissionAnswer {
  readonly id: string;
  readonly answer: string;
}

/** What is checked before a submission is written. */
export interface SubmissionInput {
  /** The ids of test.csv. */
  readonly expectedIds: readonly string[];
  readonly rows: readonly SubmissionAnswer[];
  /** Number of training questions answered with each letter. */
  readonly trainingCounts: Readonly<Record<Letter, number>>;
  readonly parseFailures: number;
  /** Identity of the rows' answers, as earlier submissions have it. */
  readonly answersHash: string;
  /** Earlier submissions to the same challenge. */
  readonly earlier: readonly { readonly name: string; readonly answersHash: string }[];
}

export type SubmissionErrorCode = 'missing' | 'doubled' | 'unknown' | 'not-a-letter';
export type SubmissionWarningCode = 'collapsed' | 'letter-shares' | 'parse-failures' | 'duplicate';

/** Something about a submission that forbids it, or that is stored with it. */
export interface SubmissionFinding<Code> {
  readonly code: Code;
  readonly message: string;
}

export interface SubmissionCheck {
  readonly errors: SubmissionFinding<SubmissionErrorCode>[];
  readonly warnings: SubmissionFinding<SubmissionWarningCode>[];
}

/** A share of one letter from which the answers count as collapsed. */
const collapsedShare = 0.9;

/** Letter counts less likely than this, given training's shares, are no accident. */
const unlikely = 0.001;

/** Looks over a submission: errors forbid writing it, warnings go with it. */
export function checkSubmission(input: SubmissionInput): SubmissionCheck {
  const errors = [
    ...checkIds(input),
    ...findings(
      'not-a-letter',
      input.rows.filter(({ answer }) => !letters.includes(answer as Letter)).map(({ id }) => id),
      'answers-no-letter',
    ),
  ];
  const counts = letters.map((letter) => input.rows.filter(({ answer }) => answer === letter).length);
  const warnings = [
    checkCollapse(counts, input.rows.length),
    checkShares(counts, input.trainingCounts),
    checkParsing(input),
    checkDuplicate(input),
  ];
  return { errors, warnings: warnings.filter((warning) => warning !== null) };
}

function checkIds({ expectedIds, rows }: SubmissionInput): SubmissionFinding<SubmissionErrorCode>[] {
  const expected = new Set(expectedIds);
  const given = new Set<string>();
  const doubled = new Set<string>();
  for (const { id } of rows) (given.has(id) ? doubled : given).add(id);
  return [
    ...findings(
      'missing',
      expectedIds.filter((id) => !given.has(id)),
      'answers-missing',
    ),
    ...findings('doubled', [...doubled], 'answers-doubled'),
    ...findings(
      'unknown',
      [...given].filter((id) => !expected.has(id)),
      'answers-unknown',
    ),
  ];
}

/** One finding for any number of ids, the first of them named. */
function findings(
  code: SubmissionErrorCode,
  ids: readonly string[],
  message: 'answers-missing' | 'answers-doubled' | 'answers-unknown' | 'answers-no-letter',
): SubmissionFinding<SubmissionErrorCode>[] {
  return ids.length === 0 ? [] : [{ code, message: hostMessage(message, { ids: someOf(ids) }) }];
}

type Warning = SubmissionFinding<SubmissionWarningCode> | null;

function checkCollapse(counts: readonly number[], total: number): Warning {
  const most = Math.max(...counts);
  if (total === 0 || most / total < collapsedShare) return null;
  const letter = letters[counts.indexOf(most)]!;
  return { code: 'collapsed', message: hostMessage('collapsed', { most, total, letter }) };
}

function checkShares(counts: readonly number[], training: Readonly<Record<Letter, number>>): Warning {
  const answers = counts.reduce((sum, count) => sum + count, 0);
  const known = letters.reduce((sum, letter) => sum + training[letter], 0);
  const shares = letters.map((letter) => training[letter] / known);
  // With fewer than five expected of a letter the test's p is not to be trusted (Cochran 1954).
  if (known === 0 || shares.some((share) => share * answers < 5)) return null;
  const { p } = chiSquareTest(counts, shares);
  if (p >= unlikely) return null;
  const list = (of: (i: number) => number): string =>
    letters.map((letter, i) => `${letter} ${(of(i) * 100).toFixed(0)} %`).join(', ');
  const message = hostMessage('letter-shares', {
    p: p.toExponential(1),
    answers: list((i) => counts[i]! / answers),
    training: list((i) => shares[i]!),
  });
  return { code: 'letter-shares', message };
}

function checkParsing({ parseFailures, rows }: SubmissionInput): Warning {
  if (parseFailures === 0) return null;
  const message = hostMessage('parse-failures', { failed: parseFailures, total: rows.length });
  return { code: 'parse-failures', message };
}

function checkDuplicate({ answersHash, earlier }: SubmissionInput): Warning {
  const same = earlier.find((submission) => submission.answersHash === answersHash);
  return same ? { code: 'duplicate', message: hostMessage('duplicate', { name: same.name }) } : null;
}
