import { beforeAll, describe, expect, test } from 'vitest';
import type { Example } from '../../../../src-main/train/batch.ts';
import { memoryRefusal } from '../../../../src-main/train/gpu-memory/check.ts';
import { fitMemory } from '../../../../src-main/train/gpu-memory/fit.ts';
import { forecastMemory } from '../../../../src-main/train/gpu-memory/forecast.ts';
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
  const source = { ...opened.source, provider: 'cuda', dtype: 'bf16', form: feedForm('cuda') } as const;
  context = { ...opened, source };
});

function withCheckpointing(gradientCheckpointing: Recipe['training']['gradientCheckpointing']): RunContext {
  const { recipe } = context;
  return { ...context, recipe: { ...recipe, training: { ...recipe.training, gradientCheckpointing } } };
}

function total(recompute: boolean, batchSize = 16): number {
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
    const fit = fitMemory(withCheckpointing('auto'), example, total(true, 8));
    expect(fit).toMatchObject({ fits: false, batchSize: 8 });
    expect(memoryRefusal(fit)).toContain('training.batchSize 8');
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
  expect(fit).toMatchObject({ fits: false, recompute: false, batchSize: 16 });
});
