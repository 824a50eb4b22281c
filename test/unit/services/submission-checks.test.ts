import { describe, expect, test } from 'vitest';
import { checkSubmission, type SubmissionInput } from '../../../src-main/services/submission-checks.ts';

const expectedIds = Array.from({ length: 200 }, (_, i) => `t${i}`);
const even = { a: 320, b: 320, c: 320, d: 320 };

/** A submission with these numbers of a, b, c and d. */
function answering(...counts: number[]): SubmissionInput {
  const answers = counts.flatMap((count, i) => Array<string>(count).fill('abcd'[i]!));
  const rows = expectedIds.map((id, i) => ({ id, answer: answers[i]! }));
  return { expectedIds, rows, trainingCounts: even, parseFailures: 0, answersHash: 'mine', earlier: [] };
}

const good = answering(52, 47, 55, 46);
const codes = (input: SubmissionInput): string[] => {
  const { errors, warnings } = checkSubmission(input);
  return [...errors, ...warnings].map(({ code }) => code);
};

test('a good submission has no finding', () => {
  expect(checkSubmission(good)).toEqual({ errors: [], warnings: [] });
});

describe('errors', () => {
  test('missing ids are named', () => {
    const { errors } = checkSubmission({ ...good, rows: good.rows.slice(4) });
    expect(errors).toEqual([
      {
        code: 'missing',
        message: 'test.csv asks for ids that have no answer: t0, t1, t2, … (4).',
      },
    ]);
  });

  test('doubled and unknown ids', () => {
    expect(codes({ ...good, rows: [...good.rows, good.rows[7]!] })).toEqual(['doubled']);
    expect(codes({ ...good, rows: [...good.rows, { id: 'x', answer: 'a' }] })).toEqual(['unknown']);
  });

  test('answers that are no letter', () => {
    const rows = good.rows.map((row, i) => (i === 3 ? { ...row, answer: 'A' } : row));
    expect(codes({ ...good, rows })).toEqual(['not-a-letter']);
  });
});

describe('warnings', () => {
  test('collapsed from nine in ten of one letter', () => {
    expect(codes(answering(180, 7, 7, 6))).toEqual(['collapsed', 'letter-shares']);
    expect(codes(answering(179, 7, 7, 7))).toEqual(['letter-shares']);
  });

  // χ² against quarters of 200 is 15.40 (p 0.00150) and 16.68 (p 0.00082), by the closed form with erfc (Python).
  test('letter shares from p = 0.001', () => {
    expect(codes(answering(68, 59, 36, 37))).toEqual([]);
    expect(codes(answering(69, 59, 36, 36))).toEqual(['letter-shares']);
  });

  test('letter shares are compared with those of training, not with quarters', () => {
    const trainingCounts = { a: 800, b: 200, c: 200, d: 200 };
    expect(codes({ ...answering(115, 29, 28, 28), trainingCounts })).toEqual([]);
    expect(codes({ ...good, trainingCounts })).toEqual(['letter-shares']);
  });

  test('a handful of answers is too few to judge letter shares by', () => {
    const rows = good.rows.slice(0, 12);
    expect(
      codes({
        ...good,
        expectedIds: rows.map(({ id }) => id),
        rows: rows.map((r, i) => ({ ...r, answer: i < 10 ? 'a' : 'b' })),
      }),
    ).toEqual([]);
  });

  test('parse failures are counted', () => {
    const { warnings } = checkSubmission({ ...good, parseFailures: 5 });
    expect(warnings).toMatchObject([{ code: 'parse-failures', message: /^5 of 200/ }]);
  });

  test('the same answers as an earlier submission', () => {
    const earlier = [
      { name: 'other', answersHash: 'ff' },
      { name: 'monday', answersHash: 'mine' },
    ];
    const { warnings } = checkSubmission({ ...good, earlier });
    expect(warnings).toEqual([
      { code: 'duplicate', message: 'These are the same answers as "monday" handed in.' },
    ]);
  });
});
