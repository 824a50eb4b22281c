import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../../src-main/host/host.ts';
import {
  addChallenge,
  challengeEntries,
  challengeQuestions,
} from '../../../src-main/services/challenge-browser.ts';
import {
  challengeFindings,
  previewChallenge,
  previewSplit,
} from '../../../src-main/services/challenge-preview.ts';
import { makeHome, openHost } from '../fixtures/home.ts';
import { plainRecipe } from '../fixtures/recipe.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
const all = { severity: null, code: null, text: '', page: { offset: 0, limit: 50 } };

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
});

afterEach(async () => {
  host.dispose();
  await place.close();
});

/** Changes a CSV of the challenge. */
async function edit(name: string, change: (text: string) => string): Promise<void> {
  const file = join(place.challenge, name);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

test('a preview tells files, columns and counts, and keeps nothing', async () => {
  await edit('train.csv', (text) => text.replace('id,path,question', '번호,image,질문'));
  const { csv, files, summary, problem } = await previewChallenge(host, { folder: place.challenge });
  expect(csv).toEqual(['solution.csv', 'test.csv', 'train.csv']);
  const [train] = files;
  expect(train).toMatchObject({ part: 'train', file: 'train.csv', found: true });
  expect(train!.header.slice(0, 3)).toEqual(['번호', 'image', '질문']);
  expect(train!.rows).toHaveLength(3);
  expect(train!.rows[0]!.slice(0, 2)).toEqual(['train-0', 'pictures/red.png']);
  expect(train!.columns.slice(0, 3)).toEqual([
    { role: 'id', column: '번호', required: true },
    { role: 'path', column: 'image', required: true },
    { role: 'question', column: '질문', required: true },
  ]);
  expect(summary).toMatchObject({ train: 60, test: 40, solution: 40 });
  expect(problem).toBeNull();
  expect(challengeEntries(host)).toEqual([]);
});

test('files under other names are offered, and a column that cannot be guessed is named', async () => {
  await rename(join(place.challenge, 'train.csv'), join(place.challenge, '학습.csv'));
  await rename(join(place.challenge, 'test.csv'), join(place.challenge, '시험.csv'));
  const lost = await previewChallenge(host, { folder: place.challenge });
  expect(lost).toMatchObject({ csv: ['solution.csv', '시험.csv', '학습.csv'], summary: null });
  expect(lost.problem).toContain('neither train.csv nor test.csv');
  await edit('학습.csv', (text) => text.replace(',answer', ',right one'));
  const source = { folder: place.challenge, train: '학습.csv', test: '시험.csv' };
  const guessed = await previewChallenge(host, source);
  expect(guessed.files[0]!.columns.find(({ role }) => role === 'answer')?.column).toBeNull();
  expect(guessed.summary).toMatchObject({ train: 0 });
  const named = await previewChallenge(host, { ...source, columns: { answer: 'right one' } });
  expect(named.summary).toMatchObject({ train: 60, test: 40 });
});

test('a folder that is not there is an error', async () => {
  await expect(previewChallenge(host, { folder: join(place.folder, 'nowhere') })).rejects.toThrow(/nowhere/);
});

test('findings by severity, code and words, counted', async () => {
  await edit('train.csv', (text) =>
    text.replace('pictures/red.png', 'pictures/gone.png').replace(/,a\n/, ',x\n'),
  );
  const { id } = await addChallenge(host, { folder: place.challenge });
  const { total, rows, codes } = await challengeFindings(host, { ...all, id, severity: 'error' });
  expect(rows.map(({ row }) => row)).toEqual([2, 2]);
  expect(total).toBe(2);
  expect(codes.find(({ code }) => code === 'picture-missing')).toEqual({
    code: 'picture-missing',
    severity: 'error',
    count: 1,
  });
  // Every test question shows a picture that training shows too.
  expect(codes.find(({ code }) => code === 'picture-in-train-and-test')?.count).toBe(40);
  const one = await challengeFindings(host, { ...all, id, code: 'picture-missing', text: 'GONE' });
  expect(one.rows.map(({ code }) => code)).toEqual(['picture-missing']);
});

test('a split is shown with letters and pictures on both sides', async () => {
  const { id } = await addChallenge(host, { folder: place.challenge });
  const split = await previewSplit(host, { id, data: plainRecipe.data, seed: 42 });
  // The last 6 of 60; answer n is letter n mod 4, so 54 to 59 are c, d, a, b, c, d.
  expect(split.validation).toMatchObject({ count: 6, letters: { a: 1, b: 1, c: 2, d: 2 }, kinds: [] });
  expect(split.train).toMatchObject({ count: 54, letters: { a: 14, b: 14, c: 13, d: 13 } });
  expect(split.sharedPictures).toBe(4);
  const grouped = await previewSplit(host, {
    id,
    data: { ...plainRecipe.data, groupByPicture: true },
    seed: 42,
  });
  expect(grouped.sharedPictures).toBe(0);
  expect(grouped.train.count + grouped.validation.count).toBe(60);
});

test('questions say how many others have their picture', async () => {
  const { id } = await addChallenge(host, { folder: place.challenge });
  const ask = {
    id,
    split: 'train',
    kind: null,
    answer: null,
    text: '',
    page: { offset: 0, limit: 500 },
  } as const;
  const { rows } = await challengeQuestions(host, { ...ask, shared: true });
  // 60 training and 40 test questions take turns over 4 pictures: 25 to a picture.
  expect(rows).toHaveLength(60);
  expect(new Set(rows.map(({ pictureShared }) => pictureShared))).toEqual(new Set([24]));
});
