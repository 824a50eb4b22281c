import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheSnapshot } from '../fixtures/cached-snapshot.ts';
import { makeChallenge } from '../fixtures/challenge.ts';

const launcher = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));
const shipped = fileURLToPath(new URL('../../../resources/tiny-vl', import.meta.url));
const repo = 'team/Tiny-VL';
let folder: string;
let challenge: string;
let snapshot: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet 캐시-'));
  challenge = await makeChallenge(join(folder, '과제'));
  snapshot = await cacheSnapshot(join(folder, 'hf', 'hub'), repo, shipped);
});

afterAll(() => rm(folder, { recursive: true }));

interface Told {
  readonly run?: { id: string; status: string; model: { name: string } };
  readonly error?: { code: string; message: string };
}

/** Nothing but the cache may answer: the hub's address leads nowhere. */
function quartet(...args: string[]): Promise<Told> {
  const env = {
    ...process.env,
    QUARTET_HOME: join(folder, 'home'),
    HF_HOME: join(folder, 'hf'),
    HF_HUB_CACHE: '',
    HF_ENDPOINT: 'http://127.0.0.1:1',
    HF_HUB_OFFLINE: '1',
  };
  return new Promise((resolve) =>
    execFile(process.execPath, [launcher, ...args, '--json'], { env }, (_, stdout) =>
      resolve(JSON.parse(stdout) as Told),
    ),
  );
}

/** What a run computed: the loss of each step and every answer with its probabilities. */
async function numbers(...args: string[]): Promise<{ name: string; losses: number[]; answers: string }> {
  const { run, error } = await quartet(...args);
  expect({ error, status: run?.status }).toEqual({ error: undefined, status: 'done' });
  const place = join(folder, 'home', 'runs', run!.id);
  const records =
    args[0] === 'train' ? readFileSync(join(place, 'metrics.jsonl'), 'utf8').trim().split('\n') : [];
  const losses = records.map((line) => (JSON.parse(line) as { loss: number }).loss);
  return { name: run!.model.name, losses, answers: readFileSync(join(place, 'predictions.csv'), 'utf8') };
}

const training = (model: string): string[] => [
  ...['train', challenge, '--model', model, '--set', 'data.samples=32'],
  ...['--set', 'training.epochs=1', '--set', 'training.stopAtChance=false'],
];

test('a snapshot in Hugging Face’s cache trains and answers as the same files in a folder do', async () => {
  const plain = await numbers(...training(shipped));
  expect(plain.losses.length).toBeGreaterThan(1);
  const { name, ...byFolder } = await numbers(...training(snapshot));
  expect(name).toBe('Tiny-VL');
  expect({ ...byFolder, name: plain.name }).toEqual(plain);
  const { name: repoName, ...byRepo } = await numbers(...training(repo));
  expect(repoName).toBe('Tiny-VL');
  expect({ ...byRepo, name: plain.name }).toEqual(plain);
});

test('a snapshot in the cache answers without training', async () => {
  const plain = await numbers('predict', '--zero-shot', challenge, '--model', shipped);
  const { answers } = await numbers('predict', '--zero-shot', challenge, '--model', repo);
  expect(answers).toBe(plain.answers);
});

test('a model that is not in the cache is told, with what downloads it', async () => {
  const { error } = await quartet('train', challenge, '--model', 'team/Other');
  expect(error).toMatchObject({ code: 'NOT_FOUND' });
  expect(error!.message).toContain('quartet models get team/Other');
});

test('a half-downloaded one is refused before a run is made', async () => {
  const blobs = join(folder, 'hf', 'hub', 'models--team--Tiny-VL', 'blobs');
  const shard = join(snapshot, 'model-00002-of-00002.safetensors');
  const hash = readdirSync(blobs).find((name) =>
    readFileSync(join(blobs, name)).equals(readFileSync(shard)),
  )!;
  rmSync(join(blobs, hash));
  const broken = await quartet('train', challenge, '--model', repo);
  expect(broken.error).toMatchObject({ code: 'NOT_FOUND' });
  expect(broken.error!.message).toBe(
    `${shard} is a link to ../../blobs/${hash}, which is not there. If the cache was moved, copy its whole models-- folder; else download the model again.`,
  );
  rmSync(shard);
  writeFileSync(join(blobs, `${hash}.incomplete`), 'half');
  const half = await quartet('train', challenge, '--model', repo);
  expect(half.error!.message).toContain(`${snapshot} is not fully downloaded`);
});
