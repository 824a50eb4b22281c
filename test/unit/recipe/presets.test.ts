import { describe, expect, test } from 'vitest';
import { checkRecipe } from '../../../src-main/recipe/check.ts';
import { presetNames, presets } from '../../../src-main/recipe/presets.ts';
import { recipeSchema } from '../../../src-main/recipe/recipe.ts';
import { scaleToSmall, usesSmallModel } from '../../../src-main/recipe/small-model.ts';

describe.each(presetNames)('%s', (name) => {
  const { recipe, about } = presets[name];

  test('is valid, complete and without faults', () => {
    expect(recipeSchema.parse(recipe)).toEqual(recipe);
    expect(checkRecipe(recipe).errors).toEqual([]);
    expect(presets[name].name).toBe(name);
  });

  test('is described in Korean and English', () => {
    expect(about.ko).toMatch(/\p{Script=Hangul}/u);
    expect(about.en).not.toMatch(/\p{Script=Hangul}/u);
  });
});

// team-recipe.md: between 0.87860 and 0.94135 they changed all of this at once.
test('best is what the team wrote down of its best run', () => {
  const { data, picture, model, lora, training, answering } = presets.best.recipe;
  expect(model).toEqual({ folder: 'Qwen2.5-VL-7B-Instruct', precision: 'bf16' });
  expect(picture.size).toBe(448);
  expect(lora).toMatchObject({ r: 32, alpha: 64, dropout: 0.05 });
  expect(lora.targetModules).toEqual([
    'q_proj',
    'k_proj',
    'v_proj',
    'o_proj',
    'gate_proj',
    'up_proj',
    'down_proj',
  ]);
  expect(training).toMatchObject({
    learningRate: 2e-4,
    epochs: 5,
    batchSize: 2,
    accumulation: 4,
    schedule: 'linear',
    warmupRatio: 0.03,
    seed: 42,
    supervise: 'sequence',
    gradientCheckpointing: true,
    keep: 'last',
    maxGradNorm: null,
    // PyTorch's AdamW defaults.
    weightDecay: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  });
  expect(data).toMatchObject({ samples: 'all', validationFraction: 0.1, split: 'order' });
  expect(answering).toEqual({ mode: 'generate', orders: 1, batchSize: 1 });
});

test('baseline is where they started', () => {
  const { data, picture, model, lora, training } = presets.baseline.recipe;
  expect([model.folder, picture.size, data.samples]).toEqual(['Qwen2.5-VL-3B-Instruct', 384, 200]);
  expect([lora.r, lora.alpha, training.learningRate, training.epochs, training.batchSize]).toEqual([
    8, 16, 1e-4, 1, 1,
  ]);
});

test('only too-hot has a learning rate that is warned about', () => {
  const warned = presetNames.filter((name) =>
    checkRecipe(presets[name].recipe).warnings.some((warning) => warning.startsWith('training.learningRate')),
  );
  expect(warned).toEqual(['too-hot']);
});

test('scaled to the small model a recipe keeps what the team chose', () => {
  const small = scaleToSmall(presets.best.recipe);
  expect(recipeSchema.parse(small)).toEqual(small);
  expect(usesSmallModel(small)).toBe(true);
  expect(small.picture.size).toBe(112);
  expect(small.training).toMatchObject({ supervise: 'sequence', epochs: 5, schedule: 'linear' });
  expect(small.data).toEqual(presets.best.recipe.data);
});

test.each([
  ['tiny-vl', true],
  ['/opt/quartet/resources/tiny-vl', true],
  ['C:\\quartet\\tiny-vl', true],
  ['/models/not-tiny-vl', false],
])('%s is the small model: %s', (folder, small) => {
  expect(usesSmallModel({ ...presets.best.recipe, model: { folder, precision: 'auto' } })).toBe(small);
});
