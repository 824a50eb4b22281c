import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistory, type History } from '../../../src-main/history/database.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';
import { precedentsOf } from '../../../src-main/services/precedents.ts';

let history: History;
const { recipe: quartet } = presets.quartet;
const withRate = (learningRate: number): Recipe => ({
  ...quartet,
  training: { ...quartet.training, learningRate },
});

beforeEach(() => {
  history = openHistory(':memory:');
  history.exec(`INSERT INTO challenges VALUES ('mine', 'one', '{}', 1), ('other', 'two', '{}', 1)`);
});

afterEach(() => history.close());

function addRun(
  name: string,
  recipe: Recipe,
  end: { low?: number; accuracy?: number; status?: string; reason?: string; challenge?: string },
): void {
  const { low = null, accuracy = null, status = 'done', reason = null, challenge = 'mine' } = end;
  history
    .prepare(
      `INSERT INTO runs (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash,
         code_version, seed, environment, note, tags, starred, final, status, outcome_reason, resumable,
         validation_accuracy, validation_low, warnings, created_at)
       VALUES (:name, :name, 'train', :challenge, 'm', 'f', :recipe, 'h', '1', 1, '{}', '', '[]', 0, 0,
         :status, :reason, 0, :accuracy, :low, '[]',
         (SELECT count(*) FROM runs))`,
    )
    .run({ name, challenge, recipe: JSON.stringify(recipe), status, reason, accuracy, low });
}

const ask = (recipe: Recipe) => precedentsOf({ history }, 'mine', recipe);

test('5e-3 is 25 times the preset, and the runs that had as much ended at chance', () => {
  addRun('hot', withRate(5e-3), { accuracy: 0.26, low: 0.24 });
  addRun('hotter', withRate(1e-2), { status: 'stopped', reason: 'guard' });
  addRun('broken', withRate(8e-3), { status: 'failed', reason: 'error' });
  addRun('usual', withRate(2e-4), { accuracy: 0.93, low: 0.91 });
  addRun('elsewhere', withRate(5e-3), { accuracy: 0.9, low: 0.88, challenge: 'other' });
  addRun('under way', withRate(5e-3), { status: 'running' });
  const [found, ...others] = ask(withRate(5e-3));
  expect(others).toEqual([]);
  expect(found).toMatchObject({ path: 'training.learningRate', runs: 3, atChance: 2, failed: 1 });
  expect(found!.times).toBeCloseTo(25, 9);
  expect(found!.usual).toBeCloseTo(2e-4, 12);
  expect(found!.best).toMatchObject({ name: 'hot', accuracy: 0.26, atChance: true });
  expect(found!.last?.name).toBe('broken');
});

test('too little is compared with as little; a value near the usual one is not spoken of', () => {
  addRun('cold', withRate(2e-6), { accuracy: 0.3, low: 0.27 });
  addRun('hot', withRate(5e-3), { accuracy: 0.26, low: 0.24 });
  expect(ask(withRate(4e-6))).toMatchObject([{ runs: 1, atChance: 0, best: { name: 'cold' } }]);
  expect(ask(withRate(4e-4))).toEqual([]);
});

test('what is far for a large model is usual for the small one', () => {
  const { recipe } = presets['tiny-demo'];
  expect(ask({ ...recipe, training: { ...recipe.training, learningRate: 2e-3 } })).toEqual([]);
  addRun('hot', withRate(5e-3), { accuracy: 0.26, low: 0.24 });
  const hot = { ...recipe, training: { ...recipe.training, learningRate: 0.05 } };
  expect(ask(hot)).toMatchObject([{ path: 'training.learningRate', runs: 1 }]);
});

test('without such runs the extreme is told alone', () => {
  expect(ask(withRate(5e-3))).toMatchObject([{ runs: 0, best: null, last: null }]);
});
