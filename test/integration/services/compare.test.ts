import { rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../../src-main/host/host.ts';
import { compareRuns } from '../../../src-main/services/compare.ts';
import { createRun } from '../../../src-main/services/runs/create.ts';
import { indexFiles } from '../../../src-main/services/runs/indexing.ts';
import { folderOf } from '../../../src-main/services/runs/store.ts';
import { makeHome, openHost } from '../fixtures/home.ts';
import { plainRecipe } from '../fixtures/recipe.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
});

afterEach(async () => {
  host.dispose();
  await place.close();
});

/** A run that answered the first `count` test questions, wrong at the given ones; test answer n is letter n mod 4. */
async function answered(learningRate: number, count: number, wrong: readonly number[]): Promise<string> {
  const recipe = { ...plainRecipe, training: { ...plainRecipe.training, learningRate } };
  const { id } = await createRun(host, { challenge: { folder: place.challenge }, recipe });
  const row = (n: number): string =>
    `test-${n},test,0,0,0,0,${'abcd'.charAt((n + Number(wrong.includes(n))) % 4)},true`;
  const rows = [...Array(count).keys()].map(row);
  await writeFile(folderOf(host, id).predictions, ['id,split,a,b,c,d,answer,parsed', ...rows, ''].join('\n'));
  await indexFiles(host.history, id, folderOf(host, id));
  return id;
}

test('six questions gained and none lost are more than noise (p = 2/2⁶), on the questions that both answered', async () => {
  const before = await answered(1e-4, 40, [0, 1, 2, 3, 4, 5]);
  const after = await answered(2e-4, 30, []);
  const { changed, effects } = await compareRuns(host, before, after);
  expect(changed).toBe('lr 1e-4 → 2e-4');
  expect(effects).toMatchObject([
    {
      on: 'test',
      onlyBefore: 0,
      onlyAfter: 6,
      p: expect.closeTo(1 / 32, 12) as number,
      withinNoise: false,
      before: { correct: 24, count: 30 },
      after: { correct: 30 },
    },
  ]);
  expect(effects[0]?.difference).toBeCloseTo(0.2, 12);
});

test('five gained are within noise (p = 2/2⁵)', async () => {
  const { effects } = await compareRuns(
    host,
    await answered(1e-4, 40, [0, 1, 2, 3, 4]),
    await answered(2e-4, 40, []),
  );
  expect(effects).toMatchObject([{ p: expect.closeTo(1 / 16, 12) as number, withinNoise: true }]);
});

test('without the challenge the recipes are still compared', async () => {
  const [before, after] = [await answered(1e-4, 40, []), await answered(2e-4, 40, [])];
  await rm(place.challenge, { recursive: true });
  const { changed, effects, notes } = await compareRuns(host, before, after);
  expect({ changed, effects }).toEqual({ changed: 'lr 1e-4 → 2e-4', effects: [] });
  expect(notes).toEqual([expect.stringMatching(/true answers cannot be read/)]);
});
