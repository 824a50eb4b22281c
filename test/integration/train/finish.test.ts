import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEngine } from '../../../src-main/engine/client.ts';
import type { EngineEvent, MetricRecord } from '../../../src-main/engine/contract.ts';
import { presets } from '../../../src-main/recipe/presets.ts';

const root = join(import.meta.dirname, '../../..');
const { recipe: demo } = presets['tiny-demo'];
/** Ten epochs of four steps, of which two will do. */
const recipe = {
  ...demo,
  data: { ...demo.data, samples: 36 },
  model: { ...demo.model, folder: join(root, 'resources/tiny-vl') },
  lora: { ...demo.lora, r: 4, alpha: 8 },
  training: { ...demo.training, epochs: 10, batchSize: 8, keep: 'best-loss' as const, stopAtChance: false },
  answering: { ...demo.answering, orders: 1 as const },
};

test('a run that is told to finish validates, keeps its weights, answers and is done', async () => {
  const runFolder = await mkdtemp(join(tmpdir(), 'quartet-finish-'));
  const finish = new AbortController();
  const challenge = { folder: join(root, 'resources/sample-challenge') };
  const job = { kind: 'train', runFolder, challenge, recipe, resume: false, cache: null } as const;
  const entry = join(root, 'src-main/engine/process.ts');
  const records: MetricRecord[] = [];
  let last: EngineEvent | null = null;
  for await (const event of startEngine(job, { entry, finish: finish.signal }).events) {
    last = event;
    if (event.type === 'metric') records.push(event.record);
    if (event.type === 'metric' && event.record.step === 6) finish.abort();
  }
  const steps = records.filter(({ kind }) => kind === 'train').map(({ step }) => step);
  // The message reaches the engine while a step or two more are computed.
  expect(Math.max(...steps)).toBeLessThan(20);
  expect(records.at(-1)).toMatchObject({ kind: 'validation', step: steps.at(-1) });
  expect(last?.type === 'done' && last.result.validation?.count).toBeGreaterThan(0);
  expect(last?.type === 'done' && last.result.warnings.join()).toContain('Asked to stop');
  const rows = (await readFile(join(runFolder, 'predictions.csv'), 'utf8')).trim().split('\n');
  expect(rows.filter((row) => row.includes(',test,')).length).toBeGreaterThan(0);
  await rm(runFolder, { recursive: true });
});
