import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../../../src-main/host/host.ts';
import { addChallenge } from '../../../../src-main/services/challenge-browser.ts';
import { compareMany } from '../../../../src-main/services/compare-many.ts';
import { comparedQuestions } from '../../../../src-main/services/compare-questions.ts';
import { rebuildHistory } from '../../../../src-main/services/history-rebuild.ts';
import { importPath, type Told } from '../../../../src-main/services/import/import-path.ts';
import { leaderboardPage } from '../../../../src-main/services/leaderboard-page.ts';
import { createRun } from '../../../../src-main/services/runs/create.ts';
import { folderOf } from '../../../../src-main/services/runs/store.ts';
import { setKaggleScore } from '../../../../src-main/services/submission-scores.ts';
import { timeline } from '../../../../src-main/services/timeline.ts';
import { dump, makeHome, openHost } from '../../fixtures/home.ts';
import { plainRecipe } from '../../fixtures/recipe.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let challengeId: string;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
  challengeId = (await addChallenge(host, { folder: place.challenge })).id;
});

afterEach(async () => {
  host.dispose();
  await place.close();
});

const told = (values: Partial<Told> = {}): Told => ({
  challengeId,
  member: '민',
  at: Date.parse('2026-11-20T12:00:00Z'),
  public: null,
  private: null,
  note: '',
  recipe: plainRecipe,
  modelFolder: null,
  ...values,
});

/** Test answer n is letter n mod 4; the first `right` are answered rightly, the rest one letter further. */
function csv(right: number, write = (letter: string): string => letter): string {
  const rows = [...Array(40).keys()].map(
    (n) => `test-${n},${write('abcd'.charAt((n + (n < right ? 0 : 1)) % 4))}`,
  );
  return `id,answer\n${rows.join('\n')}\n`;
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(place.folder, name);
  await writeFile(path, content);
  return path;
}

const board = () =>
  leaderboardPage(host, {
    challengeId,
    member: null,
    model: null,
    tag: null,
    flagged: null,
    starred: false,
    final: false,
    text: '',
    sort: 'rank',
    descending: false,
    page: { offset: 0, limit: 50 },
  });

const imported = async (path: string, values: Partial<Told> = {}) =>
  (await importPath(host, path, told(values), { preview: false }))[0]!;

test('a submission from elsewhere: scored here, on leaderboard and timeline, kept in a folder', async () => {
  const path = await file('night.csv', csv(30));
  const item = await imported(path, { public: 0.94135, note: '448 pixels' });
  expect(item).toMatchObject({ verdict: 'new', kind: 'submission', run: { name: 'night', member: '민' } });
  // 20 public questions, all of the first 30 right; 10 of the 20 private ones. Letters counted by hand.
  expect(board().rows).toMatchObject([
    {
      name: 'night',
      member: '민',
      model: null,
      public: 0.94135,
      private: 0.5,
      scoreSource: 'kaggle',
      note: '448 pixels',
      letters: { a: 11, b: 10, c: 9, d: 10 },
      changes: [],
      created: Date.parse('2026-11-20T12:00:00Z'),
    },
  ]);
  expect(timeline(host, challengeId)).toMatchObject([{ name: 'night', public: 0.94135 }]);
  const folder = folderOf(host, item.run!.id);
  expect(await readFile(folder.submission, 'utf8')).toBe(csv(30));
  const before = dump(host.history);
  await rebuildHistory(host);
  expect(dump(host.history)).toEqual(before);
});

test.each([
  ['with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
  ['in UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  [
    'in CP949 with Korean letters for answers',
    // 가나다라 in CP949: B0A1 B3AA B4D9 B6F3.
    (text: string) =>
      Buffer.from(
        text
          .replace(/,a$/gm, ',\xb0\xa1')
          .replace(/,b$/gm, ',\xb3\xaa')
          .replace(/,c$/gm, ',\xb4\xd9')
          .replace(/,d$/gm, ',\xb6\xf3'),
        'latin1',
      ),
  ],
])('a file %s is read', async (_, encode) => {
  await imported(await file('a.csv', encode(csv(40))));
  expect(board().rows).toMatchObject([{ public: 1, private: 1, scoreSource: 'local' }]);
});

test('twice is once; the same answers of another member are a duplicate with a flag', async () => {
  const path = await file('a.csv', csv(30));
  await imported(path);
  const before = dump(host.history);
  expect(await imported(path)).toMatchObject({ verdict: 'here' });
  expect(dump(host.history)).toEqual(before);
  await file('b.csv', csv(30));
  await imported(join(place.folder, 'b.csv'), { member: '수진' });
  const [, second] = board().rows;
  expect(second).toMatchObject({ name: 'b', member: '수진', flags: [{ code: 'duplicate' }] });
  expect(second!.flags[0]!.message).toContain('"a"');
});

test('flags as for own ones: collapsed, no better than guessing', async () => {
  await imported(
    await file(
      'a.csv',
      csv(40, () => 'a'),
    ),
  );
  expect(board().rows[0]!.flags.map(({ code }) => code)).toEqual([
    'collapsed',
    'letter-shares',
    'near-chance',
  ]);
});

test('faults are told by row, all of them, and nothing is kept', async () => {
  const lines = csv(40).trim().split('\n');
  lines[3] = 'test-2,e';
  lines[5] = 'test-3,a';
  lines[6] = 'nowhere,b';
  lines.splice(30, 2);
  const item = await imported(await file('bad.csv', lines.join('\n')));
  expect(item.verdict).toBe('broken');
  expect(item.message!.split('\n').slice(1)).toEqual([
    'row 4, column answer: "e" is none of a, b, c, d.',
    'row 6: the id "test-3" was answered before, on row 5. Keep one of them.',
    'row 7: the id "nowhere" is not in test.csv.',
    '4 of 40 questions have no row: test-4, test-5, test-29, … (4).',
  ]);
  expect((await imported(await file('cols.csv', 'a,b\n1,2\n'))).message).toContain('columns id and answer');
  expect(board().total).toBe(0);
  expect(existsSync(host.paths.runs) ? readdirSync(host.paths.runs) : []).toEqual([]);
});

test('a folder of old submissions is taken in one go, the challenge beside them is not', async () => {
  await file('1-submission.csv', csv(10));
  await file('2-submission.csv', csv(20));
  const items = await importPath(host, place.folder, told(), { preview: true });
  expect(items.map(({ run, verdict }) => [run?.name, verdict])).toEqual([
    ['1-submission', 'new'],
    ['2-submission', 'new'],
  ]);
  expect(board().total).toBe(0);
});

test('compare: its answers count, its recipe is unknown and differs from nothing', async () => {
  const one = await imported(await file('a.csv', csv(30)));
  const other = await imported(await file('b.csv', csv(34)));
  const ids = [one.run!.id, other.run!.id];
  const { fields, effects, agreement } = await compareMany(host, ids);
  expect(fields.filter(({ differs }) => differs)).toEqual([]);
  expect(new Set(fields.flatMap(({ values }) => values))).toEqual(new Set(['–']));
  expect(effects).toMatchObject([{ on: 'test', count: 40, before: 30 / 40, after: 34 / 40 }]);
  // 36 of the 40 questions have the same letter in both.
  expect(agreement.find(({ on }) => on === 'test')!.shares[0]![1]).toBe(36 / 40);
  const page = { offset: 0, limit: 50 };
  const { rows } = await comparedQuestions(host, {
    ids,
    on: 'test',
    kind: null,
    different: true,
    outcome: 'any',
    page,
  });
  expect(rows.map(({ question }) => question.id)).toEqual(['test-30', 'test-31', 'test-32', 'test-33']);
});

test('what is derived from it has no parent: nobody knows what was changed', async () => {
  const { run } = await imported(await file('a.csv', csv(30)));
  const child = await createRun(host, {
    challenge: { folder: place.challenge },
    recipe: plainRecipe,
    parent: run!.id,
  });
  expect(child.parent).toBeNull();
});

test('its score can be entered later, and it can be marked', async () => {
  const { run } = await imported(await file('a.csv', csv(30)));
  const [row] = board().rows;
  await setKaggleScore(host, { id: row!.submissionId!, public: 0.9, private: null });
  expect(board().rows).toMatchObject([{ runId: run!.id, public: 0.9, scoreSource: 'kaggle' }]);
});
