import { describe, expect, test } from 'vitest';
import { valueAt } from '../../../src-main/recipe/fields.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import { setField } from '../../../src-main/recipe/set.ts';

const { recipe } = presets.best;

describe('reads text as what the field takes', () => {
  test.each([
    ['training.learningRate', '5e-3', 0.005],
    ['lora.r', ' 16 ', 16],
    ['data.samples', 'all', 'all'],
    ['data.samples', '200', 200],
    ['data.shuffleChoices', 'on', true],
    ['data.shuffleChoices', 'FALSE', false],
    ['training.gradientCheckpointing', 'off', false],
    ['training.gradientCheckpointing', 'auto', 'auto'],
    ['training.maxGradNorm', 'none', null],
    ['training.maxGradNorm', 'off', null],
    ['training.maxGradNorm', '1', 1],
    ['training.schedule', 'cosine', 'cosine'],
    ['lora.targetModules', 'q_proj, v_proj', ['q_proj', 'v_proj']],
    ['lora.targetModules', 'q_proj', ['q_proj']],
    ['lora.targetModules', '["q_proj","v_proj"]', ['q_proj', 'v_proj']],
    ['lora.targetModules', '.*layers\\.[0-3]\\..*_proj', '.*layers\\.[0-3]\\..*_proj'],
    ['lora.excludeModules', 'null', null],
    ['training.earlyStopping', '{"patience":3,"minImprovement":0}', { patience: 3, minImprovement: 0 }],
    // A text field takes words that elsewhere mean something.
    ['prompt.system', 'none', 'none'],
    ['prompt.system', '42', '42'],
    ['prompt.system', '', ''],
    ['model.folder', '/data/모델 폴더', '/data/모델 폴더'],
  ])('%s = %j', (path, text, value) => {
    expect(valueAt(setField(recipe, path, text), path)).toEqual(value);
  });
});

test('leaves everything else and the given recipe as they were', () => {
  const before = structuredClone(recipe);
  const changed = setField(recipe, 'lora.r', '8');
  expect(recipe).toEqual(before);
  expect(changed).toEqual({ ...before, lora: { ...before.lora, r: 8 } });
});

test('a part of what was switched off switches it on', () => {
  expect(setField(recipe, 'training.earlyStopping.patience', '4').training.earlyStopping).toEqual({
    patience: 4,
    minImprovement: 1e-4,
  });
});

describe('errors', () => {
  test.each([
    ['lora.r', 'many', 'lora.r cannot be "many" (allowed: integer ≥ 1, ≤ 1024).'],
    ['lora.r', '1.5', 'lora.r cannot be "1.5" (allowed: integer ≥ 1, ≤ 1024).'],
    ['training.weightDecay', '', 'training.weightDecay cannot be "" (allowed: ≥ 0).'],
    ['training.learningRate', 'NaN', 'training.learningRate cannot be "NaN" (allowed: > 0).'],
    ['training.learningRate', '-1', 'training.learningRate cannot be "-1" (allowed: > 0).'],
    ['answering.orders', '3', 'answering.orders cannot be "3" (allowed: 1 | 2 | 4).'],
  ])('%s = %s', (path, text, message) => {
    expect(() => setField(recipe, path, text)).toThrow(message);
  });

  test.each([
    ['training.learningrate', /did you mean training\.learningRate/],
    ['learningRate', /did you mean training\.learningRate/],
    ['training.batch_size', /training\.batchSize/],
    ['lora.rank', /There is no field lora\.rank/],
    ['prompt', /There is no field prompt/],
    ['version', /There is no field version/],
    ['zzzzzz', /There is no field zzzzzz\.$/],
  ])('%s is no field', (path, message) => {
    expect(() => setField(recipe, path, '1')).toThrow(message);
  });
});
