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
  revert,
  typeInto,
} from '../../../src-renderer/features/new-run/draft.ts';
import { matchesField } from '../../../src-renderer/features/new-run/find-field.ts';
import { modelNote, notesOf } from '../../../src-renderer/features/new-run/notes.ts';
import { canVary, readGrid, suggestValues } from '../../../src-renderer/features/new-run/vary.ts';
import { explain } from '../../../src-main/recipe/explain.ts';

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
  expect(controlOf('training.gradientCheckpointing')).toEqual({
    kind: 'choice',
    choices: ['on', 'off', 'auto'],
  });
  expect(controlOf('answering.orders')).toEqual({ kind: 'choice', choices: ['1', '2', '4'] });
  expect(controlOf('lora.vision').kind).toBe('switch');
  expect(controlOf('data.samples').kind).toBe('line');
});

it('takes what may be any text as text', () => {
  expect(controlOf('lora.targetModules').kind).toBe('line');
  expect(controlOf('lora.excludeModules').kind).toBe('line');
});

const hot = typeInto(begin, 'training.learningRate', '5e-3').recipe;
const past = { id: 'i', name: '6-lr', accuracy: 0.1, public: 0.24176, atChance: true };
const precedent = {
  path: 'training.learningRate',
  value: 5e-3,
  usual: 2e-4,
  times: 25,
  runs: 1,
  atChance: 1,
  failed: 0,
  best: past,
  last: past,
};

it('warns at the field, in the reader’s language, and says how an earlier run ended', () => {
  const [warning, lesson, ...others] = notesOf(hot, [precedent], 'en');
  expect(others).toEqual([]);
  expect(warning).toMatchObject({ severity: 'warning', path: 'training.learningRate', run: null });
  expect(lesson).toMatchObject({ severity: 'warning', run: { name: '6-lr' } });
  // The warning has named the multiple already.
  expect(lesson?.text).toBe('A run of this challenge with it ended at chance (0.24176).');
  for (const { text } of notesOf(hot, [precedent], 'ko')) expect(text).toMatch(/\p{Script=Hangul}/u);
});

it('names the multiple of an extreme that nothing else warns of', () => {
  const wide = {
    ...precedent,
    path: 'lora.r',
    usual: 32,
    times: 8,
    runs: 0,
    atChance: 0,
    best: null,
    last: null,
  };
  const [note] = notesOf(begin.recipe, [wide], 'en');
  expect(note).toMatchObject({ severity: 'info', run: null });
  expect(note?.text).toContain('8× the preset (32)');
  const small = { ...wide, times: 1 / 16 };
  expect(notesOf(begin.recipe, [small], 'en')[0]?.text).toContain('1/16× the preset');
});

it('makes a run of each combination, and says what cannot be read', () => {
  const axes = [
    { path: 'training.learningRate', typed: '1e-4, 2e-4,2e-4' },
    { path: 'lora.r', typed: '8, 16, 32' },
  ] as const;
  expect(readGrid(begin.recipe, axes)).toMatchObject({ runs: 6, ready: true });
  const wrong = readGrid(begin.recipe, [{ path: 'lora.r', typed: '8, eight' }]);
  expect(wrong.axes[0]?.unreadable).toEqual(['eight']);
  expect(wrong.ready).toBe(false);
  expect(readGrid(begin.recipe, [{ path: 'lora.r', typed: '' }])).toMatchObject({ runs: 0, ready: false });
  const many = Array.from({ length: 33 }, (_, i) => i + 1).join(',');
  expect(readGrid(begin.recipe, [{ path: 'lora.r', typed: many }]).ready).toBe(false);
  expect(readGrid(begin.recipe, [])).toMatchObject({ runs: 0, ready: false });
});

it('varies numbers and choices, and begins around the present value', () => {
  expect(canVary('prompt.user')).toBe(false);
  expect(canVary('lora.targetModules')).toBe(false);
  expect(suggestValues(begin.recipe, 'training.learningRate')).toBe('1e-4, 2e-4, 4e-4');
  expect(suggestValues(begin.recipe, 'training.schedule')).toBe('constant, linear, cosine');
  expect(suggestValues(begin.recipe, 'lora.vision')).toBe('on, off');
  for (const { path } of fields.filter(({ path }) => canVary(path))) {
    const typed = suggestValues(begin.recipe, path);
    if (typed !== '') expect(readGrid(begin.recipe, [{ path, typed }]).ready, path).toBe(true);
  }
});

it('finds a field by its name in either language, its path or its sentence', () => {
  for (const words of ['학습률', 'Learning RATE', 'lr', 'training.learningrate', ''])
    expect(matchesField(explain('training.learningRate'), words), words).toBe(true);
  expect(matchesField(explain('training.learningRate'), 'rate dropout')).toBe(false);
});

it('offers the known folder of a model that is not where the recipe says', () => {
  const known = ['tiny-vl', 'D:\\models\\Qwen2.5-VL-7B-Instruct'];
  const gone = { code: 'NOT_FOUND', message: 'no config.json' };
  expect(modelNote(gone, 'Qwen2.5-VL-7B-Instruct', known, 'en')).toMatchObject({
    severity: 'error',
    path: 'model.folder',
    fix: 'D:\\models\\Qwen2.5-VL-7B-Instruct',
  });
  expect(modelNote(gone, '/data/other', known, 'ko').fix).toBeUndefined();
  const damaged = { code: 'INVALID_INPUT', message: 'The header is cut off.' };
  expect(modelNote(damaged, 'tiny-vl', known, 'ko')).toMatchObject({ text: damaged.message });
});
