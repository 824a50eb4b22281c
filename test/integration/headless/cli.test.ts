import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../../../src-main/common/processes.ts';
import { readHeader } from '../../../src-main/data/safetensors.ts';
import { makeHome, standIn } from '../fixtures/home.ts';

const launcher = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));
let place: Awaited<ReturnType<typeof makeHome>>;
let extra: Record<string, string>;

beforeEach(async () => {
  extra = {};
  place = await makeHome();
});

afterEach(() => place.close());

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, QUARTET_HOME: place.home, QUARTET_ENGINE: standIn, ...extra };
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function quartet(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [launcher, ...args],
      { env: environment(), cwd: place.folder },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await quartet(...args, '--json');
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** A command that is let run until its first training line. */
async function started(...args: string[]): Promise<{ child: ChildProcess; ended: Promise<Outcome> }> {
  const child = spawn(process.execPath, [launcher, ...args], { env: environment(), cwd: place.folder });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Outcome>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  while (!stderr.includes('Training') && child.exitCode === null) await sleep(20);
  return { child, ended };
}

test('train, compare, export and rebuild, for people', async () => {
  const trained = await quartet('train', place.challenge, '--name', 'first', '--member', '수진');
  expect(trained).toMatchObject({ code: 0 });
  expect(trained.stdout).toMatch(
    /⟦a⟧[^]*10, 1 of them warmup[^]*first: done[^]*Submission: .*submission\.csv[^]*Score: public/,
  );
  expect(trained.stderr).toMatch(/^Training: 0\/10\n/);
  await quartet(
    'train',
    place.challenge,
    '--from',
    'first',
    '--set',
    'training.learningRate=1e-4',
    '--name',
    'second',
  );
  expect((await quartet('runs')).stdout).toMatch(/second +done[^]*first +done/);
  expect((await quartet('diff', 'first', 'second')).stdout).toMatch(
    /learningRate +1\.2e-3 +1e-4[^]*test: .*within noise/,
  );
  expect((await quartet('leaderboard')).stdout).toMatch(/second.*first: lr 1\.2e-3 → 1e-4/);
  expect((await quartet('show', 'last')).stdout).toMatch(/training\.learningRate +1e-4/);
  expect((await quartet('score', 'second')).stdout).toMatch(/^Score: public/);
  expect((await quartet('history', 'rebuild')).stdout).toBe('2 runs are in the history.\n');
  await quartet('export', 'first', '--zip');
  const files = unzipSync(await readFile(join(place.folder, 'first.zip')));
  const names = Object.keys(files).map((name) => name.replace(/^[0-9a-f-]{36}\//, ''));
  expect(names).toEqual([
    'adapter/adapter_config.json',
    'adapter/adapter_model.safetensors',
    'log.txt',
    'metrics.jsonl',
    'predictions.csv',
    'preflight.json',
    'run.json',
    'submission.csv',
  ]);
  const document = Object.keys(files).find((name) => name.endsWith('run.json')) ?? '';
  expect(JSON.parse(strFromU8(files[document]!))).toMatchObject({ name: 'first', member: '수진' });
  await quartet('export', 'first', '--adapter', '--out', 'for-peft');
  const weights = await readHeader(join(place.folder, 'for-peft', 'adapter_model.safetensors'));
  expect([...weights.tensors.keys()]).toEqual(['w']);
  expect(await quartet('export', 'first', '--zip')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/first\.zip is there already/) as string,
  });
});

test('--json: one document on standard output, from every command', async () => {
  expect(await json('check', place.challenge)).toMatchObject({ train: 60, test: 40, letters: { a: 15 } });
  expect(await json('train', place.challenge)).toMatchObject({
    run: { name: 'tiny-demo', status: 'done' },
    score: { missing: 0 },
  });
  expect(await json('predict', 'last')).toMatchObject({ run: { name: 'tiny-demo' } });
  expect(await json('predict', '--zero-shot', place.challenge)).toMatchObject({ run: { kind: 'zero-shot' } });
  expect(await json('score', 'tiny-demo')).toMatchObject({ score: { all: { count: 40 } } });
  expect(await json('runs')).toMatchObject([
    { name: 'zero-shot' },
    { name: 'tiny-demo', recipe: { version: 1 } },
  ]);
  expect(await json('show', 'last')).toMatchObject({ name: 'zero-shot' });
  expect(await json('diff', 'zero-shot', 'tiny-demo')).toMatchObject({
    changes: [],
    effects: [{ on: 'test' }],
  });
  expect(await json('leaderboard', '--challenge', place.challenge)).toHaveLength(2);
  expect(await json('export', 'tiny-demo', '--adapter')).toHaveProperty('path');
  expect(await json('history', 'rebuild')).toEqual({ runs: 2, problems: [] });
  expect(await json('doctor')).toMatchObject({
    engine: { works: true, provider: 'cpu' },
    gpus: { gpus: expect.any(Array) as unknown },
    providers: [
      { provider: 'cuda' },
      { provider: 'dml' },
      { provider: 'webgpu' },
      { provider: 'cpu', works: true },
    ],
  });
  expect(await json('show', 'nobody')).toMatchObject({ error: { code: 'NOT_FOUND' } });
});

test('exit codes tell bad usage, bad input, guards and failures apart', async () => {
  expect(await quartet('fly')).toMatchObject({ code: 2, stdout: '' });
  expect(await quartet('train')).toMatchObject({ code: 2 });
  expect(await quartet('--help')).toMatchObject({ code: 0, stderr: '' });
  expect(await quartet('train', '--help')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--preset') as string,
  });
  const missing = await quartet('check', 'nowhere');
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr.trim().split('\n')).toHaveLength(1);
  expect(await quartet('train', place.challenge, '--set', 'training.learningrate=1')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('training.learningRate') as string,
  });
  expect(await quartet('train', place.challenge, '--preset', 'worst')).toMatchObject({ code: 2 });
  await writeFile(
    join(place.challenge, 'train.csv'),
    (await readFile(join(place.challenge, 'train.csv'), 'utf8')).replace('train-5,', 'train-4,'),
  );
  expect(await quartet('check', place.challenge)).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/error: .*row 7/) as string,
  });
  extra = { STAND_IN: 'guard' };
  expect(await quartet('train', place.challenge)).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('ln 4') as string,
  });
  extra = { STAND_IN: 'refuse' };
  expect(await quartet('train', place.challenge)).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('refused: No token is supervised.') as string,
  });
  extra = { STAND_IN: 'die' };
  expect(await quartet('train', place.challenge)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('quartet resume') as string,
  });
});

test('QUARTET_DEBUG=1 shows where an error came from', async () => {
  extra = { QUARTET_DEBUG: '1' };
  expect((await quartet('show', 'nobody')).stderr).toMatch(/find\.ts:\d+/);
});

test('the first Ctrl-C checkpoints and says how to go on; resume ends the run', async () => {
  extra = { STAND_IN: 'slow' };
  const { child, ended } = await started('train', place.challenge, '--name', 'mine');
  child.kill('SIGINT');
  const stopped = await ended;
  expect(stopped).toMatchObject({ code: 130 });
  expect(stopped.stderr).toMatch(/saves a checkpoint/);
  expect(stopped.stdout).toMatch(/mine: stopped.*`quartet resume mine` goes on/);
  extra = {};
  const resumed = await json('resume');
  expect(resumed).toMatchObject({
    run: { name: 'mine', status: 'done' },
    submission: expect.any(String) as string,
  });
});

test('the second Ctrl-C ends an engine that does not listen', async () => {
  extra = { STAND_IN: 'hang' };
  const { child, ended } = await started('train', place.challenge);
  child.kill('SIGINT');
  await sleep(200);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({
    code: 130,
    stdout: expect.stringContaining('Ended at once') as string,
  });
});

test('Ctrl-C while pictures are decoded cancels', async () => {
  const child = spawn(process.execPath, [launcher, 'check', 'sample'], {
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => {
    if (stderr === '') child.kill('SIGINT');
    stderr += data.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, stderr }).toEqual({
    code: 130,
    stderr: expect.stringContaining('quartet: Cancelled.') as string,
  });
});

test('kill -9 on the host: the engine ends by itself, the next command tells, resume goes on', async () => {
  extra = { STAND_IN: 'slow' };
  const { child, ended } = await started('train', place.challenge, '--name', 'mine');
  const engine = engineOf(child.pid ?? 0);
  expect(isAlive(String(engine))).toBe(true);
  child.kill('SIGKILL');
  await ended;
  await expect.poll(() => isAlive(String(engine)), { timeout: 10_000 }).toBe(false);
  extra = {};
  expect((await quartet('runs')).stdout).toMatch(
    /mine was interrupted. `quartet resume mine` goes on.[^]*mine +stopped \(crash\)/,
  );
  expect(await json('resume', 'mine')).toMatchObject({ run: { status: 'done' } });
});

test('a history that cannot be read is set aside by rebuild', async () => {
  await quartet('train', place.challenge);
  const before = await quartet('leaderboard');
  const file = join(place.home, 'history.sqlite');
  await writeFile(file, 'ruined '.repeat(500));
  expect(await quartet('runs')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('history rebuild') as string,
  });
  expect(await quartet('history', 'rebuild')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('broken-') as string,
  });
  expect(await quartet('leaderboard')).toEqual(before);
  expect(existsSync(file)).toBe(true);
});

test('a submission made elsewhere is scored, and a faulty one named by its row', async () => {
  const csv = join(place.folder, 'theirs.csv');
  // Ten of the twenty public answers right, none of the private ones.
  const letter = (n: number): string => 'abcd'.charAt(n < 10 ? n % 4 : (n + 1) % 4).toUpperCase();
  await writeFile(
    csv,
    ['id,answer', ...[...Array(40).keys()].map((n) => `test-${n},${letter(n)}`)].join('\n'),
  );
  const solution = join(place.challenge, 'solution.csv');
  expect(await json('score', csv, '--solution', solution)).toMatchObject({
    score: { public: { accuracy: 0.5 }, private: { accuracy: 0 } },
  });
  await writeFile(csv, 'id,answer\ntest-0,a\ntest-1,e\n');
  expect(await quartet('score', csv, '--solution', solution)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/theirs\.csv cannot be scored: row 3, column answer/) as string,
  });
});

function engineOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}
