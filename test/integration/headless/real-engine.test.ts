import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { GpuForecast } from '../../../src-main/engine/contract.ts';

const launcher = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));

test('check forecasts what a recipe takes of a GPU that is not here, and says what it consists of', () => {
  const check = (...args: string[]) =>
    spawnSync(
      process.execPath,
      [launcher, 'check', 'sample', '--json', '--set', 'model.precision=auto', ...args],
      {
        env: { ...process.env, QUARTET_HOME: join(tmpdir(), 'quartet-check') },
        encoding: 'utf8',
      },
    );
  const roomy = check('--gpu-memory', '24GiB');
  const { gpuMemory, train } = JSON.parse(roomy.stdout) as { gpuMemory: GpuForecast; train: number };
  expect(roomy.status).toBe(0);
  expect(train).toBe(1288);
  expect(gpuMemory).toMatchObject({ provider: 'cuda', fits: true, freeMb: 24 * 1024, refusal: null });
  const { weightsMb, stateMb, activationsMb, roundingMb, contextMb, totalMb } = gpuMemory;
  // Parts are rounded one by one.
  expect(
    Math.abs(weightsMb + stateMb + activationsMb + roundingMb + contextMb - totalMb),
  ).toBeLessThanOrEqual(2);
  expect(stateMb).toBeGreaterThan(0);
  const tight = check('--gpu-memory', `${totalMb - 40}MiB`, '--set', 'training.gradientCheckpointing=false');
  expect(tight.status).toBe(3);
  expect(JSON.parse(tight.stdout)).toMatchObject({
    gpuMemory: { fits: false, refusal: expect.stringContaining('It fits with') as string },
  });
  expect(JSON.parse(check('--set', 'model.precision=f32').stdout)).toMatchObject({ gpuMemory: null });
});

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
