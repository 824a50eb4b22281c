import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../../../src-main/host/host.ts';
import type { KagglePaste } from '../../../../src-main/contract/index.ts';
import { addChallenge } from '../../../../src-main/services/challenge-browser.ts';
import { importPath } from '../../../../src-main/services/import/import-path.ts';
import { applyKaggle, previewKaggle } from '../../../../src-main/services/import/kaggle/import-table.ts';
import { rebuildHistory } from '../../../../src-main/services/history-rebuild.ts';
import { leaderboard } from '../../../../src-main/services/leaderboard.ts';
import { dump, makeHome, openHost } from '../../fixtures/home.ts';
import { plainRecipe } from '../../fixtures/recipe.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let challengeId: string;
const now = Date.parse('2026-11-24T00:00:00Z');
const day = 24 * 3_600_000;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
  challengeId = (await addChallenge(host, { folder: place.challenge })).id;
});

afterEach(async () => {
  host.dispose();
  await place.close();
});

let seed = 0;
/** A submission of its own answers, handed in some days before. */
async function submission(fileName: string, daysAgo: number, member: string | null = null): Promise<void> {
  const path = join(place.folder, fileName);
  seed++;
  const letter = (n: number): string => 'abcd'.charAt((n * seed + n) % 4);
  const rows = [...Array(40).keys()].map((n) => `test-${n},${letter(n)}`);
  await writeFile(path, `id,answer\n${rows.join('\n')}\n`);
  const told = { challengeId, member, at: now - daysAgo * day, public: null, private: null, note: '' };
  await importPath(host, path, { ...told, recipe: plainRecipe, modelFolder: null }, { preview: false });
}

const paste = (text: string, values: Partial<KagglePaste> = {}): KagglePaste => ({
  challengeId,
  text,
  now,
  members: {},
  scoreOrder: 'private-first',
  ...values,
});

const scores = () =>
  Object.fromEntries(
    leaderboard(host).map(({ name, public: score, scoreSource }) => [
      name,
      scoreSource === 'kaggle' ? score : null,
    ]),
  );

const page = `11-submission.csv Complete · TEAM_name_1234 · 4d ago 0.94135
submission.csv
Complete · TEAM_name_1234 · 5d ago
0.86162
broken.csv Error · TEAM_name_1234 · 5d ago
lost.csv Complete · TEAM_name_1234 · 6d ago · lr 5e-3 0.24176
`;

test('matched rows get their scores, the others wait; the same page again adds nothing', async () => {
  await submission('11-submission.csv', 4.4);
  await submission('submission.csv', 5.2, '민');
  await submission('submission.csv', 5.4, '수진');
  const before = dump(host.history);
  const preview = previewKaggle(host, paste(page));
  expect(preview.rows.map(({ verdict, reason }) => `${verdict} ${reason}`)).toEqual([
    'matched name',
    'unassigned ambiguous',
    'failed failed',
    'unknown unknown',
  ]);
  expect(preview.rows[1]!.candidates.map(({ member }) => member)).toEqual(['수진', '민']);
  expect(dump(host.history)).toEqual(before);

  const first = await applyKaggle(host, paste(page), []);
  expect(first).toMatchObject({ scored: 1, added: 0, here: 0, unassigned: 2, failed: 1 });
  expect(scores()).toEqual({ '11-submission': 0.94135, submission: null, 'submission-2': null });
  const after = dump(host.history);
  const second = await applyKaggle(host, paste(page), []);
  expect(second).toMatchObject({ scored: 0, added: 0, here: 1, unassigned: 2 });
  expect(dump(host.history)).toEqual(after);
});

test('by hand: a row is assigned, another kept with its score alone; the page again finds both', async () => {
  await submission('submission.csv', 5.2);
  await submission('submission.csv', 5.4);
  const { rows } = previewKaggle(host, paste(page));
  const chosen = rows[1]!.candidates[1]!;
  const assign = [
    { row: 1, to: chosen.submissionId },
    { row: 3, to: 'add' as const },
  ];
  expect(await applyKaggle(host, paste(page, { members: { TEAM_name_1234: '민' } }), assign)).toMatchObject({
    scored: 1,
    added: 1,
  });
  expect(scores()).toMatchObject({ [chosen.name]: 0.86162, lost: 0.24176 });
  const lost = leaderboard(host).find(({ name }) => name === 'lost')!;
  expect(lost).toMatchObject({ member: '민', letters: null, model: null });
  expect(lost.flags.map(({ code }) => code)).toEqual(['near-chance']);
  // Kaggle says 6 days: the middle of five and a half and seven.
  expect(Math.abs(Date.parse(lost.created) - (now - 6.25 * day))).toBeLessThan(1000);
  const after = dump(host.history);
  expect(await applyKaggle(host, paste(page), assign)).toMatchObject({ scored: 0, added: 0, here: 2 });
  expect(dump(host.history)).toEqual(after);
  await rebuildHistory(host);
  expect(dump(host.history)).toEqual(after);
});

test('a page later in the week, with newer rows above, adds only those', async () => {
  const add = (text: string) =>
    previewKaggle(host, paste(text)).rows.map(({ row }) => ({ row, to: 'add' as const }));
  const twins = 'submission.csv Complete · T · 6d ago 0.81224\nsubmission.csv Complete · T · 6d ago 0.81224';
  expect(await applyKaggle(host, paste(twins), add(twins))).toMatchObject({ added: 2 });
  const more = `submission.csv Complete · T · 1h ago 0.81224\n${twins}`;
  expect(await applyKaggle(host, paste(more), add(more))).toMatchObject({ added: 1, here: 2 });
  expect(leaderboard(host)).toHaveLength(3);
});

test('private scores that come after the end are added to public ones', async () => {
  await submission('a.csv', 5.2);
  await applyKaggle(host, paste('a.csv Complete · T · 5d ago 0.9'), []);
  await applyKaggle(host, paste('a.csv Complete (after deadline) · T · 5d ago 0.85 0.9'), []);
  expect(leaderboard(host)).toMatchObject([{ public: 0.9, private: 0.85 }]);
});

test('a text without rows, and scores that are none, are refused', () => {
  expect(() => previewKaggle(host, paste('hello'))).toThrow(/No submission was found/);
  expect(() => previewKaggle(host, paste('a.csv Complete · T · 5d ago 94.13500'))).toThrow(
    /Line 1 \(a\.csv\): the score 94\.135/,
  );
});
