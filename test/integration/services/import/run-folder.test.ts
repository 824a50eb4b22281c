import { appendFile, cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { predictionsOf } from '../../../../src-main/services/runs/answers.ts';
import type { Host } from '../../../../src-main/host/host.ts';
import { compareRuns } from '../../../../src-main/services/compare.ts';
import { addChallenge, challengeEntries } from '../../../../src-main/services/challenge-browser.ts';
import { rebuildHistory } from '../../../../src-main/services/history-rebuild.ts';
import { importRunFolder, inspectRunFolder } from '../../../../src-main/services/import/run-folder.ts';
import { leaderboardPage } from '../../../../src-main/services/leaderboard-page.ts';
import { predictRun } from '../../../../src-main/services/predict.ts';
import { createRun } from '../../../../src-main/services/runs/create.ts';
import { launchRun } from '../../../../src-main/services/runs/launch.ts';
import { folderOf, loadRun, updateRun } from '../../../../src-main/services/runs/store.ts';
import { setKaggleScore } from '../../../../src-main/services/submission-scores.ts';
import { submitRun } from '../../../../src-main/services/submissions.ts';
import { dump, makeHome, openHost } from '../../fixtures/home.ts';
import { plainRecipe } from '../../fixtures/recipe.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
/** A team mate's machine and ours. */
let theirs: Host;
let ours: Host;

beforeEach(async () => {
  place = await makeHome();
  theirs = await openHost(place.home);
  ours = await openHost(join(place.folder, 'ours'));
});

afterEach(async () => {
  theirs.dispose();
  ours.dispose();
  await place.close();
});

async function finished(learningRate = 1e-4, parent: string | null = null): Promise<string> {
  const recipe = { ...plainRecipe, training: { ...plainRecipe.training, learningRate } };
  const { id } = await createRun(theirs, {
    challenge: { folder: place.challenge },
    recipe,
    parent,
    member: '수진',
    note: 'first try',
    name: 'try',
  });
  await launchRun(theirs, id);
  await submitRun(theirs, id);
  return id;
}

const theirFolder = (id: string): string => folderOf(theirs, id).folder;

function boardOf(host: Host) {
  const [challenge] = challengeEntries(host);
  const page = { offset: 0, limit: 50 };
  const query = {
    member: null,
    model: null,
    tag: null,
    flagged: null,
    starred: false,
    final: false,
    text: '',
  };
  return leaderboardPage(host, {
    challengeId: challenge!.id,
    ...query,
    sort: 'rank',
    descending: false,
    page,
  });
}

test('two runs, imported into an empty history: the same leaderboard, curves and answers', async () => {
  const parent = await finished();
  const child = await finished(2e-4, parent);
  for (const id of [child, parent])
    expect(await importRunFolder(ours, theirFolder(id))).toMatchObject({ verdict: 'new' });
  expect(boardOf(ours)).toEqual(boardOf(theirs));
  expect(boardOf(ours).rows.map(({ changes }) => changes.map(({ text }) => text))).toContainEqual([
    'lr 1e-4 → 2e-4',
  ]);
  const [mine, other] = [dump(ours.history), dump(theirs.history)];
  for (const table of ['metrics', 'predictions', 'scores', 'members', 'submissions'])
    expect(mine[table], table).toEqual(other[table]);
  // Checkpoints stay behind; all else came, and nothing is left of the copying.
  expect(readdirSync(folderOf(ours, child).folder).sort()).toEqual(
    readdirSync(theirFolder(child))
      .filter((name) => name !== 'checkpoints')
      .sort(),
  );
  expect(readdirSync(join(place.folder, 'ours', 'incoming'))).toEqual([]);
  const before = dump(ours.history);
  await rebuildHistory(ours);
  expect(dump(ours.history)).toEqual(before);
});

test('the same run twice is recognised and changes nothing, also after names and notes were changed', async () => {
  const id = await finished();
  await importRunFolder(ours, theirFolder(id));
  await updateRun(ours, id, () => ({ name: 'mine now', note: 'ours', tags: ['x'], starred: true }));
  const before = dump(ours.history);
  expect(await inspectRunFolder(ours, theirFolder(id))).toMatchObject({ verdict: 'here', differs: [] });
  expect(await importRunFolder(ours, theirFolder(id))).toMatchObject({ verdict: 'here' });
  expect(dump(ours.history)).toEqual(before);
});

test('a copy that knows a Kaggle score brings it, and nothing else', async () => {
  const id = await finished();
  await importRunFolder(ours, theirFolder(id));
  const { submission } = await loadRun(theirs, id);
  await setKaggleScore(theirs, { id: submission!.id, public: 0.94135, private: null });
  await importRunFolder(ours, theirFolder(id));
  expect(boardOf(ours).rows[0]).toMatchObject({ public: 0.94135, scoreSource: 'kaggle' });
});

test('without its weights it is taken too; they may follow', async () => {
  const id = await finished();
  const light = join(place.folder, 'light');
  await cp(theirFolder(id), light, { recursive: true });
  await rm(join(light, 'adapter'), { recursive: true });
  await importRunFolder(ours, light);
  await expect(predictRun(ours, id, 'test')).rejects.toThrow(/no weights/);
  expect(await importRunFolder(ours, theirFolder(id))).toMatchObject({ verdict: 'here' });
  expect(readdirSync(folderOf(ours, id).adapter)).toEqual([
    'adapter_config.json',
    'adapter_model.safetensors',
  ]);
});

test('another run under the same id is a conflict: both stay as they are', async () => {
  const id = await finished();
  await importRunFolder(ours, theirFolder(id));
  const copy = join(place.folder, 'copy');
  await cp(theirFolder(id), copy, { recursive: true });
  await appendFile(
    join(copy, 'metrics.jsonl'),
    '{"kind":"train","step":11,"epoch":2,"loss":1,"accuracy":1,"samples":8,"seconds":1}\n',
  );
  const before = dump(ours.history);
  await expect(importRunFolder(ours, copy)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('metrics.jsonl') as string,
  });
  expect(dump(ours.history)).toEqual(before);
  expect(existsSync(copy)).toBe(true);
});

test('a challenge that is not here is shown without files, and joins when its folder is added', async () => {
  const [first, second] = [await finished(), await finished(2e-4)];
  // Their machine's path means nothing here.
  await rm(join(place.folder, 'moved'), { recursive: true, force: true });
  await cp(place.challenge, join(place.folder, 'moved'), { recursive: true });
  for (const id of [first, second]) await importRunFolder(ours, theirFolder(id));
  expect(challengeEntries(ours)).toMatchObject([{ folder: null, runs: 2 }]);
  const { effects, notes } = await compareRuns(ours, first, second);
  expect(effects).toEqual([]);
  expect(notes.join()).toContain('not on this machine');
  await addChallenge(ours, { folder: join(place.folder, 'moved') });
  expect(challengeEntries(ours)).toMatchObject([{ folder: join(place.folder, 'moved'), runs: 2 }]);
  expect((await compareRuns(ours, first, second)).effects.map(({ on }) => on)).toEqual([
    'validation',
    'test',
  ]);
  await rebuildHistory(ours);
  expect(challengeEntries(ours)).toMatchObject([{ folder: join(place.folder, 'moved'), runs: 2 }]);
  // A third run, imported now, does not lead back to a folder that is not here.
  await importRunFolder(ours, theirFolder(await finished(3e-4)));
  expect(challengeEntries(ours)).toMatchObject([{ folder: join(place.folder, 'moved'), runs: 3 }]);
});

test('half-written folders: everything that is missing is named, and nothing lands', async () => {
  const id = await finished();
  const copy = join(place.folder, 'half');
  await cp(theirFolder(id), copy, { recursive: true });
  await rm(join(copy, 'metrics.jsonl'));
  await rm(join(copy, 'submission.csv'));
  await truncate(join(copy, 'adapter', 'adapter_model.safetensors'), 20);
  const error = (await importRunFolder(ours, copy).catch((caught: unknown) => caught)) as Error;
  expect(error.message).toContain('metrics.jsonl is missing');
  expect(error.message).toContain('submission.csv is missing');
  expect(error.message).toContain('adapter_model.safetensors');
  await writeFile(join(copy, 'run.json'), '{"format": 1, "id"');
  await expect(importRunFolder(ours, copy)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await rm(join(copy, 'run.json'));
  await expect(importRunFolder(ours, copy)).rejects.toThrow(/run\.json is missing/);
  expect(existsSync(ours.paths.runs) ? readdirSync(ours.paths.runs) : []).toEqual([]);
  expect(dump(ours.history)['runs']).toEqual([]);
});

test('a run that still works, and answers that were changed by hand, are refused', async () => {
  const id = await finished();
  const copy = join(place.folder, 'copy');
  await cp(theirFolder(id), copy, { recursive: true });
  const text = await readFile(join(copy, 'submission.csv'), 'utf8');
  await writeFile(
    join(copy, 'submission.csv'),
    text.replace(/,[abcd]\n/, ',a\n').replace(/,[bcd]\n/, ',a\n'),
  );
  await expect(importRunFolder(ours, copy)).rejects.toThrow(/submission\.csv is not the file/);
  const queued = await createRun(theirs, { challenge: { folder: place.challenge }, recipe: plainRecipe });
  await expect(importRunFolder(ours, theirFolder(queued.id))).rejects.toThrow(/still queued/);
  await mkdir(join(place.folder, 'empty'));
  await expect(importRunFolder(ours, join(place.folder, 'empty'))).rejects.toThrow(/no run folder/);
});

test('who made it may be told where the run does not', async () => {
  const { id } = await createRun(theirs, { challenge: { folder: place.challenge }, recipe: plainRecipe });
  await launchRun(theirs, id);
  await submitRun(theirs, id);
  const { run } = await importRunFolder(ours, theirFolder(id), { member: '민아' });
  expect(run.member).toBe('민아');
  expect(boardOf(ours)).toMatchObject({ members: ['민아'] });
  expect(predictionsOf(ours, id, 'test').size).toBe(40);
});
