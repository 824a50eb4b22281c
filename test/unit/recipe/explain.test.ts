import { describe, expect, test } from 'vitest';
import { explain } from '../../../src-main/recipe/explain.ts';
import { fields, valueAt } from '../../../src-main/recipe/fields.ts';
import { presets } from '../../../src-main/recipe/presets.ts';

/** Dotted paths of a value's leaves; a list is a leaf. */
function leaves(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [prefix];
  return Object.entries(value).flatMap(([name, part]) =>
    leaves(part, prefix === '' ? name : `${prefix}.${name}`),
  );
}

test('every leaf of a recipe is a field, and nothing else but what can be switched off', () => {
  const { recipe } = presets.quartet;
  expect(recipe.training.earlyStopping).not.toBeNull();
  const paths = fields.map(({ path }) => path);
  expect(new Set([...paths, 'version'])).toEqual(new Set([...leaves(recipe), 'training.earlyStopping']));
  expect(new Set(paths).size).toBe(paths.length);
});

describe.each(fields.map(({ path }) => path))('%s', (path) => {
  const { label, sentence, group, range, unit } = explain(path);

  test('is explained in Korean and English', () => {
    expect(sentence.ko).toMatch(/\p{Script=Hangul}.*\.$/u);
    // The interface speaks 해요체.
    expect(sentence.ko).not.toMatch(/니다/);
    expect(sentence.en).toMatch(/^[A-Z].*\.$/);
    expect(sentence.en).not.toMatch(/\p{Script=Hangul}/u);
    expect(label.ko).not.toBe('');
    expect(label.en).not.toBe('');
    expect(unit.ko === '').toBe(unit.en === '');
  });

  test('has a range and a group', () => {
    expect(range).not.toBe('');
    expect(path === 'picture.size' ? 'model' : path.split('.')[0]).toBe(group);
  });
});

test('no two fields have the same label', () => {
  expect(new Set(fields.map(({ path }) => explain(path).label.ko)).size).toBe(fields.length);
  expect(new Set(fields.map(({ path }) => explain(path).label.en)).size).toBe(fields.length);
});

test('ranges come from the schema', () => {
  expect(explain('data.validationFraction').range).toBe('≥ 0, ≤ 0.9');
  expect(explain('training.ema').range).toBe('> 0, < 1 | null');
  expect(explain('data.samples').range).toBe('all | integer ≥ 1');
  expect(explain('answering.orders').range).toBe('1 | 2 | 4');
  expect(explain('training.earlyStopping').range).toBe('{patience, minImprovement} | null');
});

test('a value below a null is undefined', () => {
  expect(valueAt(presets.best.recipe, 'training.earlyStopping.patience')).toBeUndefined();
  expect(valueAt(presets.quartet.recipe, 'training.earlyStopping.patience')).toBe(2);
});
