import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEngine, type EngineOptions } from '../../../src-main/engine/client.ts';
import type { EngineEvent, Job } from '../../../src-main/engine/contract.ts';
import { isAlive } from '../../../src-main/common/processes.ts';
import { makeChallenge } from '../fixtures/challenge.ts';
import { plainRecipe } from '../fixtures/recipe.ts';

const entry = fileURLToPath(new URL('../fixtures/stand-in-engine.ts', import.meta.url));
let folder: string;
let job: Job;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-client-'));
  const challenge = { folder: await makeChallenge(join(folder, 'challenge')) };
  job = {
    kind: 'train',
    runFolder: join(folder, 'run'),
    challenge,
    recipe: plainRecipe,
    resume: false,
    cache: null,
  };
});

afterEach(async () => {
  delete process.env['STAND_IN'];
  await rm(folder, { recursive: true, force: true });
});

async function readAll(options: Partial<EngineOptions> = {}, each?: (event: EngineEvent) => void) {
  const engine = startEngine(job, { entry, ...options });
  const events: EngineEvent[] = [];
  for await (const event of engine.events) {
    events.push(event);
    each?.(event);
  }
  return { engine, events, last: events.at(-1) };
}

test('events arrive in order and end with the result, and the process is gone', async () => {
  const { engine, events, last } = await readAll();
  const steps = events.flatMap((event) =>
    event.type === 'metric' && event.record.kind === 'train' ? [event.record.step] : [],
  );
  expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(last).toMatchObject({ type: 'done', result: { validation: { accuracy: 0.9 } } });
  expect(isAlive(String(engine.pid))).toBe(false);
  // Two Node processes: more than one of them (about 45 MiB), less than a gibibyte.
  expect(engine.peakRssMb(0)).toBeGreaterThan(80);
  expect(engine.peakRssMb(0)).toBeLessThan(1024);
});

test('a number that is not finite survives the way', async () => {
  process.env['STAND_IN'] = 'nan';
  const { events } = await readAll();
  const losses = events.flatMap((event) =>
    event.type === 'metric' && event.record.kind === 'train' ? [event.record.loss] : [],
  );
  expect(losses.every(Number.isNaN)).toBe(true);
});

test('stop: the engine checkpoints and says where it stopped', async () => {
  process.env['STAND_IN'] = 'slow';
  const stop = new AbortController();
  const { last } = await readAll({ stop: stop.signal }, (event) => {
    if (event.type === 'metric' && event.record.step === 2) stop.abort();
  });
  expect(last).toMatchObject({ type: 'stopped', reason: 'cancelled', resumable: true });
  expect((last as { message: string }).message).toMatch(/after step [34]/);
});

test('an engine deaf to stop is ended after the grace', async () => {
  process.env['STAND_IN'] = 'hang';
  const stop = new AbortController();
  const { last, engine } = await readAll({ stop: stop.signal, graceMs: 200 }, (event) => {
    if (event.type === 'metric' && event.record.step === 2) stop.abort();
  });
  expect(last).toMatchObject({ type: 'stopped', message: expect.stringContaining('too long') as string });
  expect(isAlive(String(engine.pid))).toBe(false);
});

test('kill: it ends at once', async () => {
  process.env['STAND_IN'] = 'slow';
  const kill = new AbortController();
  const { last } = await readAll({ kill: kill.signal }, (event) => {
    if (event.type === 'metric') kill.abort();
  });
  expect(last).toMatchObject({
    type: 'stopped',
    message: expect.stringContaining('Ended at once') as string,
  });
});

test('a death is told with its signal and last words', async () => {
  process.env['STAND_IN'] = 'die';
  const { last } = await readAll();
  expect(last).toMatchObject({ type: 'failed', code: 'ENGINE' });
  expect((last as { message: string }).message).toMatch(/signal SIGKILL.*out of memory[^]*std::bad_alloc/);
});

test('an engine that gives up over a lost GPU is told as that, with what to do', async () => {
  process.env['STAND_IN'] = 'lose-device';
  const { last, engine } = await readAll();
  expect(last).toMatchObject({ type: 'failed', code: 'ENGINE' });
  expect((last as { message: string }).message).toMatch(
    /GPU stopped working.*CUDA failure 719: unspecified launch failure\).*resume the run/,
  );
  expect(isAlive(String(engine.pid))).toBe(false);
});

test('an engine file that is not there is told with what Node printed', async () => {
  const { last } = await readAll({ entry: join(folder, 'none.ts') });
  expect((last as { message: string }).message).toMatch(/exit code 1[^]*none\.ts/);
});

test('a Node that is not there is an ENGINE error', () => {
  expect(() => startEngine(job, { entry, execPath: '/nowhere/node' })).toThrow(/nowhere/);
});

test('a reader that leaves early leaves no process behind', async () => {
  process.env['STAND_IN'] = 'slow';
  const engine = startEngine(job, { entry });
  for await (const event of engine.events) if (event.type === 'metric') break;
  await sleep(300);
  expect(isAlive(String(engine.pid))).toBe(false);
});
