import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Example } from '../../../src-main/train/batch.ts';
import { ignored } from '../../../src-main/train/batch.ts';
import { openSnapshot } from '../../../src-main/data/snapshot.ts';
import { matchModules } from '../../../src-main/models/lora/match.ts';
import { openModel } from '../../../src-main/models/open-model.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import { feedForm } from '../../../src-main/train/feed-form.ts';
import { forecastMemory } from '../../../src-main/train/gpu-memory/forecast.ts';
import type { ForecastContext } from '../../../src-main/train/gpu-memory/load.ts';
import { trainableShapes } from '../../../src-main/train/graphs.ts';
import { makeHollowSnapshot, type ModelSize } from './hollow-snapshot.ts';

// Forecast against NVML, twelve configurations: `node test/bench/gpu/memory.ts --3b <snapshot> --7b <snapshot>` with
// snapshots of make_snapshot.py. Without them it prints what is forecast, from the structure alone.

interface Case {
  readonly size: ModelSize;
  readonly batch: number;
  readonly grid: number;
  readonly rank: number;
  readonly dropout: number;
  readonly recompute: boolean;
}

const usual = { grid: 32, rank: 32, dropout: 0.05, recompute: false };

const cases: readonly Case[] = [
  { ...usual, size: '7b', batch: 2 },
  { ...usual, size: '7b', batch: 2, recompute: true },
  { ...usual, size: '7b', batch: 1 },
  { ...usual, size: '7b', batch: 4, recompute: true },
  { ...usual, size: '7b', batch: 4, dropout: 0 },
  { ...usual, size: '7b', batch: 8, grid: 16, rank: 8 },
  { ...usual, size: '3b', batch: 2 },
  { ...usual, size: '3b', batch: 2, recompute: true },
  { ...usual, size: '3b', batch: 8 },
  { ...usual, size: '3b', batch: 8, recompute: true, rank: 64 },
  { ...usual, size: '3b', batch: 2, grid: 64, recompute: true },
  { ...usual, size: '3b', batch: 4, dropout: 0, rank: 8 },
];

const { values } = parseArgs({ options: { '3b': { type: 'string' }, '7b': { type: 'string' } } });
const textTokens = 140;
const scratch = await mkdtemp(join(tmpdir(), 'quartet-memory-'));

console.log(
  '| model | batch | grid | rank | dropout | recompute | forecast MiB | measured MiB | error | s |',
);
console.log('| --- | --: | --: | --: | --: | --- | --: | --: | --: | --: |');
for (const one of cases) {
  const began = performance.now();
  const { totalMb } = forecastMemory(await contextOf(one), {
    batchSize: one.batch,
    recompute: one.recompute,
    example: exampleOf(one.grid),
  });
  const seconds = (performance.now() - began) / 1000;
  const snapshot = values[one.size];
  const measured = snapshot === undefined ? null : await measure(snapshot, one);
  const error = measured === null ? '–' : `${(100 * (totalMb / measured - 1)).toFixed(1)} %`;
  const { size, batch, grid, rank, dropout, recompute } = one;
  console.log(
    `| ${[size, batch, grid, rank, dropout, recompute, totalMb, measured ?? '–', error, seconds.toFixed(1)].join(' | ')} |`,
  );
}
await rm(scratch, { recursive: true });

async function contextOf({ size, rank, dropout }: Case): Promise<ForecastContext> {
  const folder = join(scratch, size);
  await makeHollowSnapshot(size, folder);
  const snapshot = await openSnapshot(folder);
  const model = await openModel(snapshot);
  const { recipe } = presets.quartet;
  const modules = matchModules(model.linears, {
    targetModules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
    excludeModules: null,
    vision: true,
  });
  return {
    model,
    trainable: trainableShapes(modules, rank),
    source: {
      snapshot,
      model,
      provider: 'cuda',
      dtype: 'bf16',
      form: feedForm('cuda'),
      letterIds: [64, 65, 66, 67],
      lora: { modules, settings: { r: rank, alpha: 2 * rank, useRslora: false } },
    },
    recipe: {
      ...recipe,
      lora: { ...recipe.lora, r: rank, dropout },
      training: { ...recipe.training, accumulation: 1, ema: null, labelSmoothing: 0, seed: 42 },
    },
  };
}

/** The sequence of `quartet-gpu.ts`: one picture and `textTokens` of text, three of them supervised. */
function exampleOf(grid: number): Example {
  const imageTokenId = 151655;
  const pads = Array<number>((grid * grid) / 4).fill(imageTokenId);
  const ids = [...Array<number>(23).fill(1), ...pads, ...Array<number>(textTokens - 23).fill(2)];
  return {
    ids,
    labels: ids.map((id, i) => (i < ids.length - 3 ? ignored : id)),
    letterRow: ids.length - 4,
    pictures: [{ gridHeight: grid, gridWidth: grid, pixels: new Uint8Array() }],
  };
}

/** Trains for some steps in a process of its own and returns the most memory that the driver saw it hold. */
async function measure(snapshot: string, one: Case): Promise<number> {
  const script = join(import.meta.dirname, 'quartet-gpu.ts');
  const given = { snapshot, batch: one.batch, grid: one.grid, rank: one.rank, dropout: one.dropout, runs: 2 };
  const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [script, ...args, ...(one.recompute ? ['--recompute'] : [])], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let most = 0;
  const timer = setInterval(() => void usedBy(child.pid!).then((used) => (most = Math.max(most, used))), 500);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`quartet-gpu.ts ended with ${code}`);
  return most;
}

/** MiB that a process holds on the GPUs. */
async function usedBy(pid: number): Promise<number> {
  const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
  const { stdout } = await promisify(execFile)('nvidia-smi', query);
  const rows = stdout.split('\n').map((line) => line.split(',').map(Number));
  // Inside a container the driver may name processes by numbers of its own; the GPU is ours alone there.
  const own = rows.filter(([id]) => id === pid);
  return (own.length > 0 ? own : rows).reduce((sum, [, used]) => sum + (used || 0), 0);
}
