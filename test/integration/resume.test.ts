import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineEvent, Job } from '../../src-main/engine/contract.ts';
import { decodeMessage, encodeMessage } from '../../src-main/engine/wire.ts';
import { stream } from '../../src-main/common/random.ts';
import { presets } from '../../src-main/recipe/presets.ts';

const resources = join(import.meta.dirname, '../../resources');
const entry = join(import.meta.dirname, '../../src-main/engine/process.ts');

const { recipe: demo } = presets['tiny-demo'];
/** Six epochs of four steps, with everything on that a checkpoint must carry. */
const recipe = {
  ...demo,
  data: { ...demo.data, samples: 36, shuffleChoices: true },
  model: { ...demo.model, folder: join(resources, 'tiny-vl') },
  lora: { ...demo.lora, r: 4, alpha: 8, dropout: 0.1 },
  training: {
    ...demo.training,
    epochs: 6,
    batchSize: 4,
    accumulation: 2,
    ema: 0.9,
    keep: 'best-loss' as const,
    stopAtChance: false,
  },
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-resume-'));
  for (const name of ['whole', 'killed', 'elsewhere']) await mkdir(join(folder, name));
});

afterAll(() => rm(folder, { recursive: true }));

/** Runs a job until its last event, or kills the process without warning after `killAt` optimizer steps in it. */
function run(
  job: Extract<Job, { kind: 'train' }>,
  killAt?: number,
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<EngineEvent | null> {
  return new Promise((resolve) => {
    const child = fork(entry, [], { execArgv: [] });
    let last: EngineEvent | null = null;
    let steps = 0;
    child.on('message', (message) => {
      const event = decodeMessage(message) as EngineEvent;
      last = event;
      if (event.type === 'metric' && event.record.kind === 'train' && ++steps === killAt) child.kill(signal);
    });
    child.on('exit', () => resolve(last));
    child.send(encodeMessage({ type: 'start', job }));
  });
}

function job(name: string, resume: boolean): Extract<Job, { kind: 'train' }> {
  return {
    kind: 'train',
    runFolder: join(folder, name),
    challenge: { folder: join(resources, 'sample-challenge') },
    recipe,
    resume,
    cache: null,
  };
}

async function fingerprint(name: string, file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(folder, name, file)))
    .digest('hex');
}

/** Step, loss and gradient norm of every record: what a resumed run must repeat; times may differ. */
async function records(name: string): Promise<unknown[]> {
  const lines = (await readFile(join(folder, name, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => ({ ...(JSON.parse(line) as object), seconds: 0 }));
}

test('a run killed at three random moments and resumed ends byte for byte like one that was never interrupted', async () => {
  expect((await run(job('whole', false)))?.type).toBe('done');
  // New moments each day, and the same on every try of that day.
  const random = stream(Math.floor(Date.now() / 86_400_000), 1);
  const moments = [1, 2, 3].map(() => 1 + random.below(7));
  // By the system for want of memory, by a fault in native code, by native code that gave up.
  const signals = ['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const;
  for (const [i, steps] of moments.entries()) {
    const last = await run(job('killed', i > 0), steps, signals[i]);
    expect(last?.type, `killed after ${moments.join(', ')} steps`).not.toBe('done');
  }
  expect((await run(job('killed', true)))?.type).toBe('done');
  expect(await records('killed')).toEqual(await records('whole'));
  expect(await fingerprint('killed', 'adapter/adapter_model.safetensors')).toBe(
    await fingerprint('whole', 'adapter/adapter_model.safetensors'),
  );
  expect(await fingerprint('killed', 'predictions.csv')).toBe(await fingerprint('whole', 'predictions.csv'));
});

test('a run that began on a GPU does not go on where there is only the CPU, and keeps its checkpoint', async () => {
  expect((await run(job('elsewhere', false), 5))?.type).not.toBe('done');
  const file = join(folder, 'elsewhere/checkpoints/state.safetensors');
  const written = await readFile(file, 'latin1');
  // As if the checkpoint had been written elsewhere; the header keeps its length.
  const other = written.replace('\\"provider\\":\\"cpu\\"', '\\"provider\\":\\"gpu\\"');
  expect(other).not.toBe(written);
  await writeFile(file, other, 'latin1');
  expect(await run(job('elsewhere', true))).toMatchObject({
    type: 'failed',
    code: 'CONFLICT',
    message: expect.stringMatching(/trained on gpu.*only cpu.*resume the run/) as string,
  });
  expect(await readFile(file, 'latin1')).toBe(other);
});
