import { readdirSync } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listMetrics } from '../../../src-main/history/metrics.ts';
import { getRun, listRuns } from '../../../src-main/history/runs.ts';
import type { Host } from '../../../src-main/host/host.ts';
import { rebuildHistory } from '../../../src-main/services/history-rebuild.ts';
import { leaderboard } from '../../../src-main/services/leaderboard.ts';
import { predictRun } from '../../../src-main/services/predict.ts';
import { createRun, type NewRun } from '../../../src-main/services/runs/create.ts';
import { launchRun } from '../../../src-main/services/runs/launch.ts';
import { folderOf, loadRun, updateRun } from '../../../src-main/services/runs/store.ts';
import { submitRun } from '../../../src-main/services/submissions.ts';
import { dump, makeHome, openHost } from '../fixtures/home.ts';
import { plainRecipe } from '../fixtures/recipe.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
});

afterEach(async () => {
  delete process.env['STAND_IN'];
  host.dispose();
  await place.close();
});

function newRun(values: Partial<NewRun> = {}) {
  return createRun(host, { challenge: { folder: place.challenge }, recipe: plainRecipe, ...values });
}

async function complete(values: Partial<NewRun> = {}) {
  const { id } = await newRun(values);
  await launchRun(host, id);
  return submitRun(host, id);
}

test('a run from recipe to score: its folder, its history, its place', async () => {
  const { run, score } = await complete({ member: '수진', note: '첫 시도', name: 'first' });
  const paths = folderOf(host, run.id);
  expect(readdirSync(paths.folder).sort()).toEqual([
    'adapter',
    'checkpoints',
    'log.txt',
    'metrics.jsonl',
    'predictions.csv',
    'preflight.json',
    'run.json',
    'submission.csv',
  ]);
  const submission = (await readFile(paths.submission, 'utf8')).trim().split('\n');
  expect(submission[0]).toBe('id,answer');
  expect(submission.slice(1).map((line) => line.split(',')[0])).toEqual(
    [...Array(40).keys()].map((n) => `test-${n}`),
  );
  // Counted by hand: test answer n is letter n mod 4, the first 20 are public.
  const right = (from: number, to: number): number =>
    submission
      .slice(1)
      .slice(from, to)
      .filter((line, i) => line.endsWith('abcd'.charAt((from + i) % 4))).length;
  expect(score?.public).toMatchObject({ correct: right(0, 20), count: 20 });
  expect(score?.private).toMatchObject({ correct: right(20, 40), count: 20 });
  expect(listMetrics(host.history, run.id, 'train').map(({ step }) => step)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
  expect(getRun(host.history, run.id)).toMatchObject({
    status: 'done',
    validationAccuracy: 0.9,
    member: '수진',
    owner: null,
  });
  const splits = 'SELECT split, count(*) AS count FROM predictions GROUP BY split';
  expect(host.history.prepare(splits).all()).toEqual([
    { split: 'test', count: 40 },
    { split: 'validation', count: 20 },
  ]);
  expect(run.environment).toMatchObject({ provider: 'cpu', node: process.version });
  expect(leaderboard(host)).toMatchObject([
    { rank: 1, name: 'first', public: right(0, 20) / 20, scoreSource: 'local' },
  ]);
});

test('the history rebuilt from the folders equals the one that grew', async () => {
  const { run } = await complete({ member: '수진' });
  await complete({
    parent: run.id,
    recipe: { ...plainRecipe, training: { ...plainRecipe.training, learningRate: 2e-4 } },
  });
  await complete({ kind: 'zero-shot', member: 'Min' });
  process.env['STAND_IN'] = 'guard';
  await launchRun(host, (await newRun()).id);
  await newRun({ name: 'waits' });
  await updateRun(host, run.id, () => ({ note: 'later', tags: ['r8', '밤'], starred: true, final: true }));
  const other = await openHost(join(place.folder, 'other'));
  await rename(host.paths.runs, other.paths.runs);
  expect(await rebuildHistory(other)).toEqual({ runs: 5, problems: [] });
  const expected = fromFolders(host);
  // What waits for the accelerator is no part of a run's folder.
  expect(Object.keys(expected).filter((table) => expected[table]?.length === 0)).toEqual(['queue']);
  expect(fromFolders(other)).toEqual(expected);
  // And again, over itself.
  await rebuildHistory(other);
  expect(fromFolders(other)).toEqual(expected);
  other.dispose();
});

/** The tables that run folders hold; who said what when, and what a shared folder is known to hold, are a home's own. */
function fromFolders({ history }: Host): Record<string, unknown[]> {
  const own = ['installation', 'edits', 'shared_runs', 'shared_segments'];
  return Object.fromEntries(Object.entries(dump(history)).filter(([table]) => !own.includes(table)));
}

test('half-written folders are told and do no harm; runs whose folder is gone leave the history', async () => {
  const { run } = await complete();
  const gone = await newRun({ name: 'gone' });
  await rm(folderOf(host, gone.id).folder, { recursive: true });
  await mkdir(join(host.paths.runs, 'empty'));
  await mkdir(join(host.paths.runs, 'cut'));
  await writeFile(join(host.paths.runs, 'cut', 'run.json'), '{"format": 1, "id"');
  await mkdir(join(host.paths.runs, 'copy'));
  await writeFile(join(host.paths.runs, 'copy', 'run.json'), await readFile(folderOf(host, run.id).document));
  await appendFile(folderOf(host, run.id).metrics, '{"kind":"train","st');
  const rebuilt = await rebuildHistory(host);
  expect(rebuilt.runs).toBe(1);
  expect(rebuilt.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/line 12: no metric record/),
    expect.stringMatching(/holds the run .* copy/),
    expect.stringMatching(/cut.*not valid JSON/),
    expect.stringMatching(/empty.*not found/),
  ]);
  expect(listRuns(host.history).map(({ name }) => name)).toEqual(['train']);
});

test('the same answers as an earlier run are flagged, with its name', async () => {
  await complete({ name: 'one' });
  const { run } = await complete({ name: 'two' });
  expect(run.submission?.flags).toMatchObject([
    { code: 'duplicate', message: expect.stringContaining('one') as string },
  ]);
});

test('a missing answer forbids the submission and leaves the run as it is', async () => {
  const { id } = await newRun();
  await launchRun(host, id);
  const { predictions, submission } = folderOf(host, id);
  const lines = (await readFile(predictions, 'utf8')).split('\n');
  await writeFile(predictions, lines.filter((line) => !line.startsWith('test-7,')).join('\n'));
  await expect(submitRun(host, id)).rejects.toMatchObject({
    code: 'GUARD',
    message: expect.stringContaining('test-7') as string,
  });
  await expect(readFile(submission)).rejects.toThrow(/ENOENT/);
  expect((await loadRun(host, id)).status).toBe('done');
});

test('answering test again keeps the validation answers', async () => {
  const { run } = await complete();
  const before = await readFile(folderOf(host, run.id).predictions, 'utf8');
  await predictRun(host, run.id, 'test');
  const after = await readFile(folderOf(host, run.id).predictions, 'utf8');
  expect(after.split('\n').filter((line) => line.includes(',validation,'))).toEqual(
    before.split('\n').filter((line) => line.includes(',validation,')),
  );
  expect(readdirSync(folderOf(host, run.id).folder).filter((name) => name.startsWith('predict-'))).toEqual(
    [],
  );
});

test('an engine that dies leaves a failed run that resumes from its checkpoint', async () => {
  process.env['STAND_IN'] = 'die';
  const { id } = await newRun();
  const failed = await launchRun(host, id);
  expect(failed).toMatchObject({ status: 'failed', outcome: { reason: 'error', resumable: true } });
  expect(failed.outcome?.message).toMatch(/SIGKILL/);
  delete process.env['STAND_IN'];
  const steps: number[] = [];
  const done = await launchRun(host, id, {
    onEvent: (event) =>
      event.type === 'metric' && event.record.kind === 'train' && steps.push(event.record.step),
  });
  expect(done).toMatchObject({ status: 'done', outcome: null });
  expect(steps).toEqual([5, 6, 7, 8, 9, 10]);
  expect(done.events.map(({ kind }) => kind)).toEqual(['created', 'started', 'failed', 'resumed', 'done']);
});

test('a done run cannot be launched again', async () => {
  const { run } = await complete();
  await expect(launchRun(host, run.id)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('a run whose process is gone is stopped and resumable at the next start; one that lives is left alone', async () => {
  const dead = await newRun({ name: 'dead' });
  const alive = await newRun({ name: 'alive' });
  // A pid that this machine never gives (beyond pid_max), and our own.
  await updateRun(host, dead.id, () => ({ status: 'running', owner: '99999999:1' }));
  await updateRun(host, alive.id, () => ({ status: 'running', owner: String(process.pid) }));
  const next = await openHost(place.home);
  expect(next.recovered).toEqual(['dead']);
  expect(await loadRun(next, dead.id)).toMatchObject({
    status: 'stopped',
    outcome: { reason: 'crash', resumable: true },
  });
  expect(getRun(next.history, alive.id)?.status).toBe('running');
  next.dispose();
});

test('a model or a test row that is not there forbids the run before anything is made', async () => {
  const recipe = { ...plainRecipe, model: { ...plainRecipe.model, folder: join(place.folder, 'none') } };
  await expect(newRun({ recipe })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('none') as string,
  });
  await appendFile(join(place.challenge, 'test.csv'), 'test-99,pictures/lost.png,?,a,b,c,d\n');
  await expect(newRun()).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/test\.csv, row 42/) as string,
  });
  expect(leaderboard(host)).toEqual([]);
});

test('a faulty training row is left out and told', async () => {
  await appendFile(join(place.challenge, 'train.csv'), 'train-99,pictures/red.png,?,a,b,c,d,e\n');
  const run = await newRun();
  expect(run.warnings).toEqual([expect.stringMatching(/1 rows? of .*train\.csv.*row 62/)]);
});
