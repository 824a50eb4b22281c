import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { getRun, listRuns } from '../../../src-main/history/runs.ts';
import type { Host } from '../../../src-main/host/host.ts';
import { addChallenge } from '../../../src-main/services/challenge-browser.ts';
import { cancelRun, finishRun, pauseRun, resumeRun } from '../../../src-main/services/runs/control.ts';
import { launchMany } from '../../../src-main/services/runs/launch-many.ts';
import { updateRun } from '../../../src-main/services/runs/store.ts';
import { activityOf } from '../../../src-main/services/runs/summary.ts';
import { createWorkbench, type Workbench } from '../../../src-main/services/workbench.ts';
import { launch as launchSchema } from '../../../src-main/contract/runs.ts';
import { makeHome, openHost } from '../fixtures/home.ts';
import { plainRecipe } from '../fixtures/recipe.ts';
import { until } from '../fixtures/until.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let bench: Workbench;

beforeEach(async () => {
  process.env['STAND_IN'] = 'slow';
  place = await makeHome();
  await open();
});

afterEach(async () => {
  delete process.env['STAND_IN'];
  await close();
  await place.close();
});

async function open(): Promise<void> {
  host = await openHost(place.home);
  bench = await createWorkbench(host, 'headless');
}

async function close(): Promise<void> {
  await bench.dispose();
  host.dispose();
}

async function launch(rates: number[], at: 'front' | 'back' = 'back'): Promise<string[]> {
  const { id: challengeId } = await addChallenge(bench.services, { folder: place.challenge });
  const vary = [{ path: 'training.learningRate', values: rates }];
  const runs = await launchMany(
    bench.services,
    bench.queue,
    launchSchema.parse({ challengeId, recipe: plainRecipe, name: 'try', at, vary }),
  );
  return runs.map(({ id }) => id);
}

const statusOf = (id: string) => getRun(host.history, id)?.status;
const eventsOf = (id: string) =>
  host.history.prepare('SELECT kind FROM events WHERE run_id = ? ORDER BY seq').pluck().all(id);
const runningNow = () => listRuns(host.history, 'running').length;

test('several values make several runs, one at a time, in order', async () => {
  const ids = await launch([1e-4, 2e-4, 3e-4]);
  let most = 0;
  const ends: string[] = [];
  await until(() => {
    most = Math.max(most, runningNow());
    for (const id of ids) if (statusOf(id) === 'done' && !ends.includes(id)) ends.push(id);
    return ends.length === 3;
  });
  expect(most).toBe(1);
  expect(ends).toEqual(ids);
  const rates = ids.map((id) => JSON.parse(getRun(host.history, id)!.recipe) as typeof plainRecipe);
  expect(rates.map(({ training }) => training.learningRate)).toEqual([1e-4, 2e-4, 3e-4]);
});

test('a run that is told to finish is done with what it has, and the next one starts', async () => {
  const [first, second] = (await launch([1e-4, 2e-4])) as [string, string];
  await until(() => bench.queue.running()[0]?.progress?.done === 2);
  finishRun(bench.services, bench.queue, first);
  await until(() => statusOf(first) === 'done' && statusOf(second) === 'running');
  const steps = host.history
    .prepare("SELECT max(step) FROM metrics WHERE run_id = ? AND kind = 'train'")
    .pluck()
    .get(first);
  expect(steps).toBeLessThan(10);
  expect(() => finishRun(bench.services, bench.queue, first)).toThrow(/does not work here/);
});

test('two at once where it is allowed', async () => {
  await bench.settings.set({ parallelRuns: 2 });
  await launch([1e-4, 2e-4, 3e-4]);
  await until(() => runningNow() === 2);
  expect(bench.queue.waiting()).toHaveLength(1);
});

test('reordered, cancelled while waiting, and put in front', async () => {
  const [first, second, third] = await launch([1e-4, 2e-4, 3e-4]);
  await until(() => statusOf(first!) === 'running');
  bench.queue.reorder([third!]);
  expect(bench.queue.waiting()).toEqual([third, second]);
  expect(await cancelRun(bench.services, bench.queue, third!)).toMatchObject({
    outcome: { reason: 'cancelled' },
  });
  const [urgent] = await launch([4e-4], 'front');
  expect(bench.queue.waiting()).toEqual([urgent, second]);
});

test('paused with a checkpoint, the next begins; resumed it goes first and on', async () => {
  const [first, second] = await launch([1e-4, 2e-4]);
  await until(() => (bench.queue.running()[0]?.progress?.done ?? 0) >= 3);
  pauseRun(bench.services, bench.queue, first!);
  await until(() => statusOf(first!) === 'stopped' && statusOf(second!) === 'running');
  expect(await resumeRun(bench.services, bench.queue, first!)).toMatchObject({
    status: 'queued',
    outcome: null,
  });
  await until(() => eventsOf(first!).includes('submitted'));
  expect(eventsOf(first!)).toEqual([
    'created',
    'started',
    'stopped',
    'queued',
    'resumed',
    'done',
    'submitted',
  ]);
});

test('cancelled at once: what was reached stays, and the queue goes on', async () => {
  const [first, second] = await launch([1e-4, 2e-4]);
  await until(() => (bench.queue.running()[0]?.progress?.done ?? 0) >= 2);
  await cancelRun(bench.services, bench.queue, first!);
  await until(() => statusOf(second!) === 'running');
  expect(getRun(host.history, first!)).toMatchObject({
    status: 'stopped',
    outcomeReason: 'cancelled',
    resumable: 1,
  });
});

test('a closed host checkpoints; the next one offers the run and works through what waited', async () => {
  const [first, second] = await launch([1e-4, 2e-4]);
  await until(() => (bench.queue.running()[0]?.progress?.done ?? 0) >= 2);
  await close();
  await open();
  const { interrupted, running } = activityOf(bench.services, bench.queue);
  expect(interrupted.map(({ id, outcome }) => [id, outcome?.reason])).toEqual([[first, 'shutdown']]);
  await until(() => statusOf(second!) !== 'queued');
  expect(running.length).toBeLessThanOrEqual(1);
  expect(statusOf(first!)).toBe('stopped');
});

test('a host that is killed: the run is offered, not restarted, and what waited goes on', async () => {
  const [first, second] = await launch([1e-4, 2e-4]);
  await bench.queue.dispose();
  // Another process takes over, and dies in the middle of a run.
  await resumeRun(bench.services, bench.queue, first!);
  const other = fork(fileURLToPath(new URL('../fixtures/workbench-process.ts', import.meta.url)), [
    place.home,
  ]);
  await until(() => statusOf(first!) === 'running');
  other.kill('SIGKILL');
  await once(other, 'exit');
  await close();
  await open();
  expect(host.recovered).toEqual(['try']);
  const { interrupted } = activityOf(bench.services, bench.queue);
  expect(interrupted.map(({ id, outcome }) => [id, outcome?.reason])).toEqual([[first, 'crash']]);
  await until(() => statusOf(second!) === 'running');
});

test('a model that has gone: the run fails with the reason and the queue goes on', async () => {
  const [first, second] = await launch([1e-4, 2e-4]);
  await until(() => statusOf(first!) === 'running');
  await updateRun(bench.services, second!, ({ recipe }) => ({
    recipe: { ...recipe, model: { ...recipe.model, folder: '/gone' } },
  }));
  await until(() => statusOf(second!) === 'failed');
  expect(getRun(host.history, second!)!.outcomeMessage).toMatch(/gone is no model/);
});
