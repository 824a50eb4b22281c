import { expect, test } from 'vitest';
import { fields } from '../../../../src-main/recipe/fields.ts';
import { presets } from '../../../../src-main/recipe/presets.ts';
import type { Recipe } from '../../../../src-main/recipe/recipe.ts';
import {
  constantName,
  recipeConstants,
  writeConstants,
} from '../../../../src-main/services/python-export/constants.ts';

const { recipe } = presets.best;
const with_ = (training: Partial<Recipe['training']>): Recipe => ({
  ...recipe,
  training: { ...recipe.training, ...training },
});

test('every field has one constant, and no two share a name', () => {
  const names = recipeConstants(recipe).map(({ name }) => name);
  const expected = fields.filter(({ path }) => !path.startsWith('training.earlyStopping.'));
  expect(names).toHaveLength(expected.length);
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ['model.folder', 'MODEL'],
  ['model.precision', 'PRECISION'],
  ['training.batchSize', 'BATCH_SIZE'],
  ['answering.batchSize', 'ANSWERING_BATCH_SIZE'],
  ['lora.r', 'LORA_R'],
] as const)('%s is %s', (path, name) => {
  expect(constantName(path)).toBe(name);
});

test('without another run nothing is marked', () => {
  expect(writeConstants(recipeConstants(recipe))).not.toMatch(/BEFORE|AFTER/);
});

test('exactly the changed fields are marked, with what they were', () => {
  const before = with_({ learningRate: 1e-4, earlyStopping: { patience: 2, minImprovement: 0 } });
  const text = writeConstants(recipeConstants(recipe), recipeConstants(before));
  expect(text.match(/^# BEFORE: .*\n# AFTER:\n.*$/gm)).toEqual([
    '# BEFORE: LEARNING_RATE = 1e-4\n# AFTER:\nLEARNING_RATE = 2e-4',
    '# BEFORE: EARLY_STOPPING = {"patience": 2, "min_improvement": 0}\n# AFTER:\nEARLY_STOPPING = None',
  ]);
});

test('a prompt of several lines stays a comment in all of them', () => {
  const before = { ...recipe, prompt: { ...recipe.prompt, user: '{question}\nAnswer: ' } };
  const text = writeConstants(recipeConstants(recipe), recipeConstants(before));
  expect(text).toContain(
    '# BEFORE: PROMPT_USER = (\n#     "{question}\\n"\n#     "Answer: "\n# )\n# AFTER:\n',
  );
});

test('the same model in another folder is no change', () => {
  const moved = { ...recipe, model: { ...recipe.model, folder: '/other/Qwen2.5-VL-7B-Instruct' } };
  expect(writeConstants(recipeConstants(recipe), recipeConstants(moved))).not.toContain('BEFORE');
});
