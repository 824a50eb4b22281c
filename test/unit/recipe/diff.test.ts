import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src-main/recipe/canonical-json.ts';
import { sha256 } from '../../../src-main/common/hash.ts';
import { diffRecipes, formatDiff, formatValue, formatValues } from '../../../src-main/recipe/diff.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import { setField } from '../../../src-main/recipe/set.ts';

const { baseline, best, quartet } = presets;

describe('diffRecipes', () => {
  test('of a recipe and itself is nothing', () => {
    expect(diffRecipes(best.recipe, structuredClone(best.recipe))).toEqual([]);
    expect(formatDiff([])).toBe('');
  });

  test('finds each change, in the order of the schema', () => {
    const changed = setField(setField(best.recipe, 'training.learningRate', '1e-4'), 'lora.r', '8');
    expect(diffRecipes(best.recipe, changed)).toEqual([
      { path: 'lora.r', before: 32, after: 8 },
      { path: 'training.learningRate', before: 2e-4, after: 1e-4 },
    ]);
  });

  test('an object that is switched on or off is one change, its parts are others', () => {
    const off = setField(quartet.recipe, 'training.earlyStopping', 'none');
    const longer = setField(quartet.recipe, 'training.earlyStopping.patience', '5');
    expect(diffRecipes(off, quartet.recipe)).toEqual([
      { path: 'training.earlyStopping', before: null, after: { patience: 2, minImprovement: 1e-4 } },
    ]);
    expect(diffRecipes(quartet.recipe, longer)).toEqual([
      { path: 'training.earlyStopping.patience', before: 2, after: 5 },
    ]);
  });

  test('lists are compared by what they hold', () => {
    const fewer = setField(best.recipe, 'lora.targetModules', 'q_proj,v_proj');
    expect(formatDiff(diffRecipes(fewer, structuredClone(fewer)))).toBe('');
    expect(formatDiff(diffRecipes(best.recipe, fewer))).toBe(
      'targets q_proj+k_proj+v_proj+o_proj+gate_proj+up_proj+down_proj → q_proj+v_proj',
    );
  });
});

test("formatDiff writes the team's change between 0.87860 and 0.94135 in one line", () => {
  expect(formatDiff(diffRecipes(baseline.recipe, best.recipe))).toBe(
    'samples 200 → all, picture 384 → 448, model Qwen2.5-VL-3B-Instruct → Qwen2.5-VL-7B-Instruct, ' +
      'precision auto → bf16, r 8 → 32, alpha 16 → 64, epochs 1 → 5, batch 1 → 2, lr 1e-4 → 2e-4',
  );
});

test('formatDiff shows long texts from the word in which they begin to differ', () => {
  const before = {
    ...best.recipe,
    prompt: { ...best.recipe.prompt, system: 'Look at the picture and answer politely.' },
  };
  const after = { ...best.recipe, prompt: { ...best.recipe.prompt, system: 'Look at the picture and ask.' } };
  expect(formatDiff(diffRecipes(before, after))).toBe('system prompt "…answer politely." → "…ask."');
});

test.each([
  [0.0002, '2e-4'],
  [0.00015, '1.5e-4'],
  [0.005, '5e-3'],
  [1e-8, '1e-8'],
  [0.05, '0.05'],
  [0.999, '0.999'],
  [0, '0'],
  [448, '448'],
  [true, 'on'],
  [false, 'off'],
  [null, 'none'],
  ['', '""'],
  ['cosine', 'cosine'],
  ['two\nlines', '"two lines"'],
])('%j is written %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test('long texts are shown from where they begin to differ, short ones whole', () => {
  const start = 'You are a helpful assistant for questions about pictures.';
  expect(
    formatValues([`${start} Say a letter.`, `${start} Say one word.`, `${start} Say a letter.`]),
  ).toEqual(['"…a letter."', '"…one word."', '"…a letter."']);
  expect(formatValues([start, start])[0]).toMatch(/^"You are a helpful/);
  expect(formatValues(['bf16', 'nf4'])).toEqual(['bf16', 'nf4']);
  expect(formatValues([undefined, null, 8])).toEqual(['–', 'none', '8']);
});

describe('canonical JSON', () => {
  test('does not depend on the order of keys, but on that of lists', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
  });

  test('its hash is that of any tool (printf … | sha256sum)', () => {
    expect(sha256(canonicalJson({ b: 1, a: '가' }))).toBe(
      '6a338187fb939bcfaae6b82e2c12f67b29eaa069d75ce409abd9f859edb25669',
    );
  });
});

test('the same model in the folders of two machines is no difference', () => {
  const at = (folder: string) => ({ ...best.recipe, model: { ...best.recipe.model, folder } });
  expect(
    diffRecipes(at('/home/min/Qwen2.5-VL-7B-Instruct'), at('D:\\models\\Qwen2.5-VL-7B-Instruct\\')),
  ).toEqual([]);
  expect(formatDiff(diffRecipes(at('/a/Qwen2.5-VL-3B'), at('/b/Qwen2.5-VL-7B')))).toBe(
    'model Qwen2.5-VL-3B → Qwen2.5-VL-7B',
  );
});
