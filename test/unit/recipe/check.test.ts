import { describe, expect, test } from 'vitest';
import { checkRecipe } from '../../../src-main/recipe/check.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import { setField } from '../../../src-main/recipe/set.ts';

/** Quartet's recipe with some fields set, checked. */
function check(changes: Readonly<Record<string, string>>, from = presets.quartet.recipe) {
  return checkRecipe(
    Object.entries(changes).reduce((recipe, [path, text]) => setField(recipe, path, text), from),
  );
}

test('quartet itself has no finding', () => {
  expect(check({})).toEqual({ errors: [], warnings: [] });
});

describe('errors', () => {
  test.each([
    [{ 'lora.targetModules': '[]' }, /^lora\.targetModules: The list is empty/],
    [{ 'prompt.user': '{question} {a} {b} {c} {d} {e}' }, /^prompt\.user: \{e\} is no placeholder/],
    [{ 'prompt.user': '{a} {b} {c} {d}' }, /^prompt\.user: \{question\} is missing/],
    [
      { 'data.validationFraction': '0', 'training.earlyStopping': 'none' },
      /^training\.keep: best-accuracy needs/,
    ],
    [
      { 'data.validationFraction': '0', 'training.keep': 'last' },
      /^training\.earlyStopping: There is no validation/,
    ],
  ])('%j', (changes, message) => {
    expect(check(changes).errors).toEqual([expect.stringMatching(message)]);
  });
});

describe('warnings say why', () => {
  test.each([
    [{ 'training.learningRate': '5e-3' }, /5e-3 is 25 times what suits this model \(2e-4\)/],
    [{ 'training.learningRate': '1e-7' }, /may learn nothing/],
    [{ 'lora.alpha': '512' }, /^lora\.alpha: alpha \/ r is 16/],
    [{ 'lora.alpha': '4' }, /^lora\.alpha: alpha \/ r is 0\.125/],
    [{ 'lora.dropout': '0.6' }, /^lora\.dropout/],
    [{ 'training.warmupRatio': '1' }, /The whole run is warmup/],
    [{ 'training.warmupRatio': '0.5' }, /0\.5 of the run is warmup/],
    [{ 'training.weightDecay': '1' }, /pulls the adapter to zero/],
    [{ 'training.supervise': 'sequence' }, /^training\.supervise/],
    [{ 'prompt.user': '{question} {a} {b} {d}' }, /never see choice c\./],
  ])('%j', (changes, message) => {
    expect(check(changes)).toEqual({ errors: [], warnings: [expect.stringMatching(message)] });
  });

  test('missing clipping is named with a high learning rate', () => {
    const { warnings } = check({ 'training.learningRate': '5e-3', 'training.maxGradNorm': 'none' });
    expect(warnings).toEqual([expect.stringMatching(/Clipping is off as well/)]);
  });

  test('the small model stands higher rates', () => {
    const small = presets['tiny-demo'].recipe;
    expect(check({ 'training.learningRate': '5e-3' }, small).warnings).toEqual([]);
    expect(check({ 'training.learningRate': '5e-2' }, small).warnings).toHaveLength(1);
  });
});
