import { describe, expect, test } from 'vitest';
import { matchRows, type Candidate } from '../../../../../src-main/services/import/kaggle/match.ts';
import { parseKaggleTable } from '../../../../../src-main/services/import/kaggle/table.ts';

const now = Date.parse('2026-11-23T00:00:00Z');
const day = 24 * 3_600_000;

function submission(name: string, daysAgo: number, values: Partial<Candidate> = {}): Candidate {
  return {
    submissionId: name,
    name,
    fileName: 'submission.csv',
    member: null,
    at: now - daysAgo * day,
    public: null,
    private: null,
    ...values,
  };
}

function match(text: string, candidates: Candidate[], members: Record<string, string | null> = {}) {
  return matchRows(parseKaggleTable(text).rows, candidates, { now, members }).map(
    ({ verdict, reason, candidates: ids }) => [verdict, reason, ...ids].join(' '),
  );
}

const line = (name: string, age: string, score: string, by = 'TEAM_name_1234') =>
  `${name} Complete · ${by} · ${age} ago ${score}`;

describe('by name', () => {
  test('the name of the run, whatever the case, the ending and the number that a browser adds', () => {
    expect(match(line('11-Submission (1).csv', '4d', '0.94135'), [submission('11-submission', 4.4)])).toEqual(
      ['matched name 11-submission'],
    );
  });

  test('the name of an imported file', () => {
    const other = submission('x', 4.4, { fileName: 'night.csv' });
    expect(match(line('night.csv', '4d', '0.9'), [other, submission('y', 4.4)])).toEqual(['matched name x']);
  });

  test('a name of its own counts however long it lay before it was handed in, but not backwards in time', () => {
    const text = line('11-submission.csv', '1d', '0.9');
    expect(match(text, [submission('11-submission', 30)])).toEqual(['matched name 11-submission']);
    expect(match(text, [submission('11-submission', 0.1)])).toEqual(['unknown unknown']);
  });
});

describe('plain submission.csv', () => {
  test('one row and one submission of that time: matched', () => {
    const text = line('submission.csv', '4d', '0.9');
    expect(match(text, [submission('a', 4.4), submission('b', 9)])).toEqual(['matched name a']);
  });

  test('two submissions of one day, or two rows for one submission, stay open with what fits', () => {
    expect(match(line('submission.csv', '4d', '0.9'), [submission('a', 4.4), submission('b', 4.6)])).toEqual([
      'unassigned ambiguous a b',
    ]);
    const two = [line('submission.csv', '4d', '0.9'), line('submission.csv', '4d', '0.8')].join('\n');
    expect(match(two, [submission('a', 4.4)])).toEqual(['unassigned ambiguous a', 'unassigned ambiguous a']);
  });

  test('the member tells them apart where Kaggle names members', () => {
    const text = [
      line('submission.csv', '4d', '0.9', 'min_kim'),
      line('submission.csv', '4d', '0.8', 'sujin'),
    ].join('\n');
    const here = [submission('a', 4.4, { member: '민' }), submission('b', 4.6, { member: '수진' })];
    expect(match(text, here, { min_kim: '민', sujin: '수진' })).toEqual(['matched name a', 'matched name b']);
    expect(match(text, here)).toEqual(['unassigned ambiguous a b', 'unassigned ambiguous a b']);
  });

  test('a named row takes its run first, and what is left may be clear then', () => {
    const text = [line('11-submission.csv', '4d', '0.94'), line('submission.csv', '4d', '0.9')].join('\n');
    expect(match(text, [submission('11-submission', 4.4), submission('b', 4.4)])).toEqual([
      'matched name 11-submission',
      'matched name b',
    ]);
  });
});

describe('scores that are here already', () => {
  const scored = submission('a', 4.4, { public: 0.86162 });

  test('the same row finds itself again', () => {
    expect(match(line('submission.csv', '4d', '0.86162'), [scored, submission('b', 4.4)])).toEqual([
      'here score-here a',
    ]);
  });

  test('a name of its own and its score are enough, whatever the clocks say', () => {
    const night = submission('night', 1, { public: 0.86162 });
    expect(match(line('night.csv', '4d', '0.86162'), [night])).toEqual(['here score-here night']);
  });

  test('one that was assigned by hand under another name finds itself too', () => {
    expect(match(line('odd.csv', '4d', '0.86162'), [scored])).toEqual(['here score-here a']);
  });

  test('two rows with one score: the second is not the same submission', () => {
    const text = [line('submission.csv', '4d', '0.86162'), line('submission.csv', '4d', '0.86162')].join(
      '\n',
    );
    expect(match(text, [scored, submission('b', 4.4)])).toEqual(['here score-here a', 'matched name b']);
  });

  test('an equal score elsewhere does not take a row from the run of its name', () => {
    expect(match(line('night.csv', '4d', '0.86162'), [scored, submission('night', 4.4)])).toEqual([
      'matched name night',
    ]);
  });

  test('a row called like one submission is not another one that happens to have its score', () => {
    const named = submission('night', 4.4, { public: 0.9 });
    expect(match(line('night.csv', '4d', '0.86162'), [scored, named])).toEqual([
      'unassigned other-score night',
    ]);
  });

  test('a private score that comes later is taken', () => {
    const text = 'submission.csv Complete · T · 4d ago 0.85 0.86162';
    expect(match(text, [scored])).toEqual(['matched private-score a']);
    expect(match(text, [{ ...scored, private: 0.85 }])).toEqual(['here score-here a']);
  });

  test('another score for the same submission is not written over it', () => {
    expect(match(line('submission.csv', '4d', '0.9'), [scored])).toEqual(['unassigned other-score a']);
  });
});

test('failed ones, unscored ones, and ones that nobody here knows', () => {
  const text = ['a.csv Error · T · 4d ago', 'b.csv Pending · T · 1m ago', line('c.csv', '4d', '0.5')].join(
    '\n',
  );
  expect(match(text, [submission('a', 5)])).toEqual([
    'failed failed',
    'unassigned no-score',
    'unknown unknown',
  ]);
});
