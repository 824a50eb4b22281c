import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { purposes } from '../../../../src-main/common/random.ts';
import { fields } from '../../../../src-main/recipe/fields.ts';
import { presetNames, presets } from '../../../../src-main/recipe/presets.ts';
import { unknownFiles } from '../../../../src-main/services/python-export/challenge-files.ts';
import { constantName } from '../../../../src-main/services/python-export/constants.ts';
import { pythonScript, type ScriptSource } from '../../../../src-main/services/python-export/script.ts';

const resources = join(import.meta.dirname, '../../../../resources');
const names = fields.filter(({ path }) => path.split('.').length === 2).map(({ path }) => constantName(path));

function script(values: Partial<ScriptSource> = {}): Promise<string> {
  return pythonScript(resources, {
    name: 'run-1',
    recipe: presets.quartet.recipe,
    trains: true,
    challenge: unknownFiles,
    codeVersion: '1.0.0',
    warning: null,
    against: null,
    ...values,
  });
}

/** The script without comments, imports and the contents of its texts. */
function codeOf(text: string): string {
  return text
    .replace(/"""[\s\S]*?"""/g, '""')
    .replace(/"(?:\\.|[^"\\\n])*"/g, '""')
    .replace(/#.*$|^from .*$/gm, '');
}

test.each(presetNames)('%s: each recipe field is set once and read somewhere', async (preset) => {
  const code = codeOf(await script({ recipe: presets[preset].recipe }));
  for (const name of names) {
    expect(code.match(new RegExp(`^${name} = `, 'gm')), name).toHaveLength(1);
    expect(code.match(new RegExp(`\\b${name}\\b`, 'g'))!.length, name).toBeGreaterThan(1);
  }
});

test('every constant that is read is set', async () => {
  const code = codeOf(await script());
  const set = new Set(
    [...code.matchAll(/^([A-Z][A-Z0-9_]*(?:, [A-Z][A-Z0-9_]*)*) = /gm)].flatMap(([, left]) =>
      left!.split(', '),
    ),
  );
  const read = new Set(code.match(/(?<![\w.])[A-Z][A-Z0-9_]+\b(?!=)/g));
  expect([...read].filter((name) => !set.has(name))).toEqual([]);
});

test('nothing is left to fill in, and the same run gives the same text', async () => {
  const text = await script();
  expect(text).not.toMatch(/undefined|\[object|NaN|\$\{|TODO|\t/);
  expect(await script()).toBe(text);
});

test('the streams of random numbers are those of the engine', async () => {
  const text = await readFile(join(resources, 'python-export', 'random_numbers.py'), 'utf8');
  const [, left, right] = /^(EPOCH_ORDER.*) = (.*)$/m.exec(text)!;
  const { epochOrder, initialWeights, subset, split, choiceOrder } = purposes;
  expect(left).toBe('EPOCH_ORDER, INITIAL_WEIGHTS, SUBSET, SPLIT_DRAW, CHOICE_ORDER');
  expect(right!.split(', ').map(Number)).toEqual([epochOrder, initialWeights, subset, split, choiceOrder]);
});

test('against another run the changed lines are marked and the other run is named', async () => {
  const text = await script({ against: { name: 'first try', recipe: presets.best.recipe } });
  expect(text).toContain('Where first try had another value');
  expect(text).toContain('# BEFORE: SUPERVISE = "sequence"\n# AFTER:\nSUPERVISE = "answer"\n');
});

test('a name cannot end the docstring it stands in, nor leave the folder', async () => {
  const text = await script({ name: 'a"""\nimport os\\ ../b' });
  expect(text.split('\n')[0]).toBe(
    '"""The run a import os ../b of Quartet (1.0.0), for transformers and PEFT.',
  );
  expect(text).toContain('OUT = Path("a-import-os-..-b-python")');
});

test('a bare model is only answered with', async () => {
  expect(await script({ trains: false })).toContain('\nTRAIN = False\n');
});
