import { expect, it } from 'vitest';
import { fields } from '../../../src-main/recipe/fields.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import {
  changesOf,
  controlOf,
  draftFrom,
  fieldsOf,
  groups,
  inputText,
  problemsOf,
  revert,
  typeInto,
} from '../../../src-renderer/features/new-run/draft.ts';
import { collapsePads } from '../../../src-renderer/features/new-run/prompt-text.ts';

const begin = draftFrom(presets.quartet.recipe);

it('keeps what was typed beside the last value that could be read', () => {
  const typed = typeInto(begin, 'training.learningRate', '2e-');
  expect(typed.unreadable).toEqual({ 'training.learningRate': '2e-' });
  expect(typed.recipe).toBe(begin.recipe);
  const done = typeInto(typed, 'training.learningRate', '4e-4');
  expect(done.unreadable).toEqual({});
  expect(changesOf(done)).toEqual([{ path: 'training.learningRate', before: 2e-4, after: 4e-4 }]);
});

it('goes back to the old value', () => {
  const changed = typeInto(begin, 'lora.r', '64');
  expect(changesOf(revert(changed, 'lora.r'))).toEqual([]);
});

it('takes a prompt as it stands, also when it looks like something else', () => {
  expect(typeInto(begin, 'prompt.system', 'off').recipe.prompt.system).toBe('off');
});

it('has a place for every field, and shows each value as it is typed', () => {
  const shown = groups.flatMap((group) => fieldsOf(group, begin.recipe)).map(({ path }) => path);
  expect(shown.toSorted()).toEqual(fields.map(({ path }) => path).toSorted());
  for (const path of shown)
    expect(changesOf(typeInto(begin, path, inputText(begin.recipe, path))), path).toEqual([]);
});

it('hides what is inside a setting that is off', () => {
  const off = typeInto(begin, 'training.earlyStopping', 'none');
  expect(off.recipe.training.earlyStopping).toBeNull();
  expect(fieldsOf('training', off.recipe).map(({ path }) => path)).not.toContain(
    'training.earlyStopping.patience',
  );
});

it('offers choices where the values are few', () => {
  expect(controlOf('training.schedule')).toEqual({
    kind: 'choice',
    choices: ['constant', 'linear', 'cosine'],
  });
  expect(controlOf('answering.orders')).toEqual({ kind: 'choice', choices: ['1', '2', '4'] });
  expect(controlOf('lora.vision').kind).toBe('switch');
  expect(controlOf('data.samples').kind).toBe('line');
});

it('names the field of a warning', () => {
  const hot = typeInto(begin, 'training.learningRate', '5e-3');
  expect(problemsOf(hot)).toContainEqual(
    expect.objectContaining({ severity: 'warning', path: 'training.learningRate' }),
  );
});

it('writes a row of picture tokens as one', () => {
  const parts = collapsePads([{ text: `a${'<|image_pad|>'.repeat(256)}b`, supervised: false }]);
  expect(parts[0]?.text).toBe('a<|image_pad|> × 256b');
});
