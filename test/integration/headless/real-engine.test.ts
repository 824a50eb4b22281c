import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));

test('the shipped model trains on the shipped challenge, answers every test question and is scored', async () => {
  const home = await mkdtemp(join(tmpdir(), 'quartet-real-'));
  const args = ['train', 'sample', '--json', '--set', 'data.samples=64', '--set', 'training.epochs=1'];
  const stdout = execFileSync(process.execPath, [launcher, ...args], {
    env: { ...process.env, QUARTET_HOME: home },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { run, score, submission } = JSON.parse(stdout) as {
    run: { id: string; status: string; result: { peakRssMb: number } };
    score: { all: { count: number }; missing: number };
    submission: string;
  };
  expect(run.status).toBe('done');
  expect(score).toMatchObject({ all: { count: 560 }, missing: 0 });
  expect(existsSync(submission)).toBe(true);
  expect(readdirSync(join(home, 'runs', run.id, 'adapter')).sort()).toEqual([
    'README.md',
    'adapter_config.json',
    'adapter_model.safetensors',
  ]);
  expect(run.result.peakRssMb).toBeLessThan(2048);
  await rm(home, { recursive: true });
});
