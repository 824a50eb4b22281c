import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Solution } from '../../../src-main/data/challenge.ts';
import { readSolutionFile, readSubmission, scoreAnswers } from '../../../src-main/services/scoring.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-scoring-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const solution: Solution = new Map([
  ['1', { answer: 'a', usage: 'Public' }],
  ['2', { answer: 'b', usage: 'Public' }],
  ['3', { answer: 'c', usage: 'Public' }],
  ['4', { answer: 'd', usage: 'Private' }],
]);

test('public and private are counted apart, a missing answer is wrong, an unknown id counts for nothing', () => {
  const answers = new Map([
    ['1', 'a'],
    ['2', 'a'],
    ['4', 'd'],
    ['99', 'a'],
  ] as const);
  const card = scoreAnswers(answers, solution);
  expect(card.public).toMatchObject({ correct: 1, count: 3 });
  expect(card.private).toMatchObject({ correct: 1, count: 1, accuracy: 1 });
  expect(card.all).toMatchObject({ correct: 2, count: 4, accuracy: 0.5 });
  expect(card.missing).toBe(1);
});

test('a solution without private rows has no private score', () => {
  const publicOnly: Solution = new Map([['1', { answer: 'a', usage: 'Public' }]]);
  expect(scoreAnswers(new Map(), publicOnly)).toMatchObject({ private: null, public: { accuracy: 0 } });
});

async function submission(text: string | Uint8Array): Promise<string> {
  const file = join(folder, 'submission.csv');
  await writeFile(file, text);
  return file;
}

test.each([
  ['letters', 'id,answer\n1,a\n2,B\n'],
  ['a BOM and CRLF', '\ufeffid,answer\r\n1,a\r\n2,b\r\n'],
  ['other columns and order', 'answer,note,ID\na,x,1\nb,y,2\n'],
])('a submission with %s is read', async (_, text) => {
  expect([...(await readSubmission(await submission(text)))]).toEqual([
    ['1', 'a'],
    ['2', 'b'],
  ]);
});

test.each([
  ['id;answer\n1;a\n', /columns id and answer/],
  ['id,answer\n1,a\n1,b\n', /row 3.*"1" was answered before/],
  ['id,answer\n1,\n', /row 2, column answer: ""/],
  ['', /empty/],
])('%j is refused: %s', async (text, message) => {
  await expect(readSubmission(await submission(text))).rejects.toThrow(message);
});

test('a solution file is read on its own, and its faults are named by row', async () => {
  const file = join(folder, 'solution.csv');
  await writeFile(file, 'id,answer,Usage\n1,a,Public\n2,b,Private\n');
  expect((await readSolutionFile(file)).get('2')).toEqual({ answer: 'b', usage: 'Private' });
  await writeFile(file, 'id,answer,Usage\n1,x,Public\n');
  await expect(readSolutionFile(file)).rejects.toThrow(/solution\.csv, row 2, column answer/);
});
