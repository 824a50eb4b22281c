import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../src-main/engine/wire.ts';
import type { EngineEvent, Job } from '../../../src-main/engine/contract.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import { prepareRun } from '../../../src-main/train/prepare-run.ts';
import { trainLoop } from '../../../src-main/train/train-loop.ts';

const root = join(import.meta.dirname, '../../..');
const entry = join(root, 'src-main/engine/process.ts');
const sample = join(root, 'resources/sample-challenge');
const { recipe: demo } = presets['tiny-demo'];

/** A text adapter, three epochs of five steps, the last of two samples; two questions validate. */
const recipe = {
  ...demo,
  data: { ...demo.data, validationFraction: 0.1, shuffleChoices: true },
  model: { ...demo.model, folder: join(root, 'resources/tiny-vl') },
  lora: { ...demo.lora, r: 4, alpha: 8, dropout: 0.1, vision: false },
  training: { ...demo.training, epochs: 3, batchSize: 4, keep: 'last' as const, stopAtChance: false },
  answering: { ...demo.answering, orders: 1 as const },
};

type TrainJob = Extract<Job, { kind: 'train' }>;

let folder: string;
let challenge: { folder: string };
/** Adapter and metrics of a run whose tower was in the graph. */
let wanted: { weights: Buffer[]; records: object[] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-features-'));
  challenge = await shortChallenge();
  const job = await jobOf('in-the-graph', null);
  const hooks = { signal: new AbortController().signal, emit: () => undefined };
  const trained = await trainLoop(job, await prepareRun(recipe, challenge, hooks), hooks);
  if (trained.outcome === 'stopped') throw new Error(trained.message);
  const weights = trained.adapter.map((tensor) => Buffer.from(new Uint8Array(tensor.slice().buffer)));
  wanted = { weights, records: await records('in-the-graph') };
}, 120_000);

afterAll(() => rm(folder, { recursive: true }));

/** The first questions of the sample challenge; their pictures differ in size. */
async function shortChallenge(): Promise<{ folder: string }> {
  const short = join(folder, 'challenge');
  await mkdir(short);
  await symlink(join(sample, 'pictures'), join(short, 'pictures'));
  for (const [name, rows] of Object.entries({ 'train.csv': 20, 'test.csv': 6 })) {
    const lines = (await readFile(join(sample, name), 'utf8')).split('\n');
    await writeFile(join(short, name), lines.slice(0, rows + 1).join('\n') + '\n');
  }
  return { folder: short };
}

async function jobOf(name: string, cache: string | null): Promise<TrainJob> {
  const runFolder = join(folder, name);
  await mkdir(runFolder, { recursive: true });
  return { kind: 'train', runFolder, challenge, recipe, resume: false, cache };
}

/** Runs a job in a process of its own until its last event; `killAt` ends it without warning after so many steps. */
function run(job: TrainJob, { killAt = Infinity, prefix = [] as string[] } = {}): Promise<EngineEvent[]> {
  return new Promise((resolve) => {
    const [command, ...args] = [...prefix, process.execPath, entry];
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const events: EngineEvent[] = [];
    let steps = 0;
    child.on('message', (message) => {
      const event = decodeMessage(message) as EngineEvent;
      events.push(event);
      if (event.type === 'metric' && event.record.kind === 'train' && ++steps === killAt)
        child.kill('SIGKILL');
    });
    child.on('exit', () => resolve(events));
    child.send(encodeMessage({ type: 'start', job }));
  });
}

async function records(name: string): Promise<object[]> {
  const lines = (await readFile(join(folder, name, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => ({ ...(JSON.parse(line) as object), seconds: 0 }));
}

/** The tensors' bytes are the adapter file but its header. */
async function expectSameRun(name: string): Promise<void> {
  expect(await records(name)).toEqual(wanted.records);
  const file = await readFile(join(folder, name, 'adapter/adapter_model.safetensors'));
  for (const tensor of wanted.weights) expect(file.includes(tensor)).toBe(true);
}

/** Kept pictures of the one tower in a cache folder. */
async function keptIn(cache: string): Promise<string[]> {
  const [tower] = await readdir(join(cache, 'features'));
  return (await readdir(join(cache, 'features', tower!))).map((name) =>
    join(cache, 'features', tower!, name),
  );
}

test('training with kept features ends byte for byte like training with the tower in the graph', async () => {
  const events = await run(await jobOf('in-memory', null));
  expect(events.at(-1)).toMatchObject({ type: 'done' });
  await expectSameRun('in-memory');
});

test('a run that was killed goes on with what lies on the disk, and without what was lost of it', async () => {
  const cache = join(folder, 'cache');
  const job = await jobOf('killed', cache);
  expect((await run(job, { killAt: 7 })).at(-1)?.type).not.toBe('done');
  const before = await keptIn(cache);
  expect(before.length).toBeGreaterThan(15);
  await rm(before[3]!);
  const events = await run({ ...job, resume: true });
  expect(events.at(-1)).toMatchObject({ type: 'done', result: { warnings: [] } });
  await expectSameRun('killed');
  expect(await keptIn(cache)).toEqual(expect.arrayContaining(before));
});

test.runIf(canMount())('a full disk is said once and costs nothing but time', async () => {
  const cache = join(folder, 'small');
  await mkdir(cache);
  const mounted = `mount -t tmpfs -o size=64k tmpfs ${cache} && exec "$0" "$@"`;
  const events = await run(await jobOf('full', cache), { prefix: ['unshare', '-rm', 'sh', '-c', mounted] });
  const told = events.flatMap((event) =>
    event.type === 'log' && event.level === 'warn' ? [event.message] : [],
  );
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/not kept on the disk in .*small.features any more: .*the disk is full/);
  expect(events.at(-1)).toMatchObject({ type: 'done', result: { warnings: told } });
  await expectSameRun('full');
});

/** Whether this system lets us mount a file system of our own, which can be full. */
function canMount(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('unshare', ['-rm', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
