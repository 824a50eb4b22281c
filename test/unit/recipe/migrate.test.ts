import { describe, expect, test } from 'vitest';
import { QuartetError } from '../../../src-main/common/errors.ts';
import { parseRecipe, upgrade } from '../../../src-main/recipe/migrate.ts';
import { presets } from '../../../src-main/recipe/presets.ts';

const { recipe } = presets.best;

function messageFor(json: unknown): string {
  try {
    parseRecipe(json);
  } catch (error) {
    expect(error).toBeInstanceOf(QuartetError);
    return (error as QuartetError).message;
  }
  throw new Error('was accepted');
}

test('a recipe comes back from its JSON as it was', () => {
  expect(parseRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
});

describe('errors name the field, what was given and what is allowed', () => {
  const training = (change: object): unknown => ({ ...recipe, training: { ...recipe.training, ...change } });

  test.each([
    ['a number out of range', training({ beta1: 1 }), 'training.beta1 is 1 (allowed: ≥ 0, < 1).'],
    [
      'a choice',
      training({ schedule: 'step' }),
      'training.schedule is "step" (allowed: constant | linear | cosine).',
    ],
    [
      'a text for a number',
      training({ learningRate: '2e-4' }),
      'training.learningRate is "2e-4" (allowed: > 0).',
    ],
    [
      'nothing',
      training({ seed: undefined }),
      'training.seed is missing (allowed: integer ≥ 0, ≤ 4294967295).',
    ],
    [
      'a part',
      training({ earlyStopping: { patience: 0, minImprovement: 0 } }),
      'training.earlyStopping.patience is 0 (allowed: integer ≥ 1).',
    ],
    [
      'an unknown field',
      training({ learning_rate: 1 }),
      'There is no field training.learning_rate; did you mean training.learningRate',
    ],
    ['a group that is missing', { ...recipe, lora: undefined }, 'lora is missing'],
    ['a group too many', { ...recipe, notes: 'x' }, 'There is no field notes'],
  ])('%s', (_, json, message) => {
    expect(messageFor(json)).toContain(message);
  });

  test('only the first five of many are listed', () => {
    const message = messageFor({ ...recipe, training: {} });
    expect(message.match(/is missing/g)).toHaveLength(5);
    expect(message).toMatch(/… and \d+ more\.$/);
  });

  test.each([null, 3, 'recipe', [recipe]])('%j is no recipe', (json) => {
    expect(messageFor(json)).toMatch(/JSON object/);
  });
});

describe('versions', () => {
  const rename = ({ lr, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
    ...rest,
    rate: lr,
  });
  const mark = (older: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
    ...older,
    marked: true,
  });

  test('an older recipe takes every step that it missed', () => {
    expect(upgrade({ version: 1, lr: 5 }, [rename, mark])).toEqual({ version: 1, rate: 5, marked: true });
    expect(upgrade({ version: 2, lr: 5 }, [rename, mark])).toEqual({ version: 2, lr: 5, marked: true });
    expect(upgrade({ version: 3, lr: 5 }, [rename, mark])).toEqual({ version: 3, lr: 5 });
  });

  test('a newer recipe asks for a newer Quartet', () => {
    expect(messageFor({ ...recipe, version: 2 })).toBe(
      'The recipe has version 2, this Quartet knows versions up to 1. Install a newer Quartet.',
    );
  });

  test.each([undefined, 0, '1', 1.5])('version %j is none', (version) => {
    expect(messageFor({ ...recipe, version })).toMatch(/recipe's version is/);
  });
});
