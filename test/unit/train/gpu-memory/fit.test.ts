import { beforeAll, describe, expect, test } from 'vitest';
import type { Example } from '../../../../src-main/train/batch.ts';
import { memoryRefusal } from '../../../../src-main/train/gpu-memory/check.ts';
import { fitMemory } from '../../../../src-main/train/gpu-memory/fit.ts';
import { forecastMemory } from '../../../../src-main/train/gpu-memory/forecast.ts';
import { plannedSnapshot } from '../../../../src-main/train/computed-snapshot.ts';
import { cudaPeak } from '../../../../src-main/train/gpu-memory/cuda.ts';
import { webGpuPeak } from '../../../../src-main/train/gpu-memory/webgpu.ts';
import { feedForm } from '../../../../src-main/train/feed-form.ts';
import type { RunContext } from '../../../../src-main/train/prepare-run.ts';
import type { Recipe } from '../../../../src-main/recipe/recipe.ts';
import { openWorkload, trainingBatches } from '../../../bench/workload.ts';

// The small checkpoint as CUDA would run it; nothing is run.

let context: RunContext;
let example: Example;
beforeAll(async () => {
  const opened = await openWorkload({ batch: 16, words: 0, rank: 16, dropout: 0 });
  [[example]] = (await trainingBatches(opened)) as [[Example]];
  const training = { ...opened.recipe.training, batchSize: 128 };
  const source = { ...opened.source, provider: 'cuda', dtype: 'bf16', form: feedForm('cuda') } as const;
  context = { ...opened, recipe: { ...opened.recipe, training }, source };
});

function withCheckpointing(gradientCheckpointing: Recipe['training']['gradientCheckpointing']): RunContext {
  const { recipe } = context;
  return { ...context, recipe: { ...recipe, training: { ...recipe.training, gradientCheckpointing } } };
}

test('4-bit weights are forecast as they will lie, before they are made', () => {
  // 0.5 byte a number and 4 bytes a block of 64 instead of 2 bytes a number, of the matrices; the rest stays.
  const numbers = context.model.linears.reduce((sum, one) => sum + one.inFeatures * one.outFeatures, 0);
  const weights = (precision: Recipe['model']['precision']): number => {
    const source = { ...context.source, snapshot: plannedSnapshot(context, precision) };
    return cudaPeak({ ...context, source }, { batchSize: 1, recompute: true, example }).weights;
  };
  // Each product has a table of 2 KiB of its own, which weighs in a model this small.
  const saved = numbers * (2 - 0.5 - 4 / 64);
  expect(weights('auto') - weights('nf4')).toBeGreaterThan(0.94 * saved);
  expect(weights('auto') - weights('nf4')).toBeLessThan(1.02 * saved);
  expect(weights('nf4-double-quant')).toBeLessThan(weights('nf4'));
});

test('a run on WebGPU takes no less than weights and state in full', () => {
  const provider = { provider: 'webgpu', dtype: 'f16', reason: '' } as const;
  const form = feedForm('webgpu');
  const source = { ...context.source, provider: 'webgpu', dtype: 'f16', form } as const;
  const planned = { ...context, provider, source };
  const run = { ...planned, source: { ...source, snapshot: plannedSnapshot(planned, 'f16') } };
  const recomputed = webGpuPeak(run, { batchSize: 16, recompute: true, example });
  const kept = webGpuPeak(run, { batchSize: 16, recompute: false, example });
  const parameters = context.trainable.reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);
  // Adapter and two moments in f32, and the copy that is evaluated.
  expect(recomputed.state).toBeGreaterThan(4 * 4 * parameters);
  expect(recomputed.inUse).toBeLessThan(kept.inUse);
  expect(kept.inUse).toBeLessThanOrEqual(kept.held);
});

function total(recompute: boolean, batchSize = 128): number {
  return forecastMemory(context, { batchSize, recompute, example }).totalMb;
}

describe('auto', () => {
  test('keeps activations where they fit', () => {
    expect(fitMemory(withCheckpointing('auto'), example, total(false))).toMatchObject({
      fits: true,
      recompute: false,
    });
  });

  test('recomputes where only that fits', () => {
    expect(total(true)).toBeLessThan(total(false));
    expect(fitMemory(withCheckpointing('auto'), example, total(false) - 1)).toMatchObject({
      fits: true,
      recompute: true,
    });
  });

  test('refuses where neither does, and names the batch that would', () => {
    const fit = fitMemory(withCheckpointing('auto'), example, total(true, 64));
    expect(fit).toMatchObject({ fits: false, batchSize: 64 });
    expect(memoryRefusal(fit)).toContain('training.batchSize 64');
  });

  test('where not even the weights fit, a smaller model is named', () => {
    const fit = fitMemory(withCheckpointing('auto'), example, 100);
    expect(fit).toMatchObject({ fits: false, batchSize: null, halfPictures: false });
    expect(memoryRefusal(fit)).toContain('smaller model');
  });

  test('nothing is refused where free memory is not known', () => {
    const fit = fitMemory(withCheckpointing('auto'), example, null);
    expect(fit).toMatchObject({ fits: true, recompute: false });
    expect(memoryRefusal(fit)).toBeNull();
  });
});

test('a recipe that forbids recomputation is refused, and told that it would fit with it', () => {
  const fit = fitMemory(withCheckpointing(false), example, total(false) - 1);
  expect(fit).toMatchObject({ fits: false, recompute: false, batchSize: 128 });
});
