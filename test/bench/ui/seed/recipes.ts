import type { RandomStream } from '../../../../src-main/common/random.ts';
import type { FieldPath } from '../../../../src-main/recipe/fields.ts';
import type { Recipe } from '../../../../src-main/recipe/recipe.ts';
import { setField } from '../../../../src-main/recipe/set.ts';
import { pick } from './draws.ts';

/** What teams change from run to run, and to what. */
const choices: readonly (readonly [FieldPath, readonly string[]])[] = [
  ['training.learningRate', ['2e-5', '5e-5', '1e-4', '1.5e-4', '2e-4', '3e-4', '5e-4', '5e-3']],
  ['training.epochs', ['1', '2', '3', '4', '5']],
  ['training.batchSize', ['1', '2', '4', '8']],
  ['training.accumulation', ['1', '2', '4', '8']],
  ['training.schedule', ['linear', 'cosine', 'constant']],
  ['training.warmupRatio', ['0', '0.03', '0.06', '0.1']],
  ['training.supervise', ['sequence', 'answer', 'letter']],
  ['training.labelSmoothing', ['0', '0.05', '0.1']],
  ['training.seed', ['1', '2', '3', '42', '1234']],
  ['lora.r', ['4', '8', '16', '32', '64']],
  ['lora.alpha', ['8', '16', '32', '64', '128']],
  ['lora.dropout', ['0', '0.05', '0.1']],
  ['picture.size', ['224', '336', '384', '448', '560']],
  ['model.folder', ['Qwen2.5-VL-3B-Instruct', 'Qwen2.5-VL-7B-Instruct']],
  ['data.samples', ['200', '1000', 'all']],
  ['data.shuffleChoices', ['on', 'off']],
  ['answering.orders', ['1', '2', '4']],
];

/** The parent's recipe with one to three fields set anew. */
export function changed(recipe: Recipe, random: RandomStream): Recipe {
  const count = 1 + random.below(3);
  return Array.from({ length: count }).reduce<Recipe>((changing) => {
    const [path, values] = pick(random, choices);
    return setField(changing, path, pick(random, values));
  }, recipe);
}

/** The share of right answers that a recipe is worth here: invented, but of the size that teams saw (0.76 to 0.94). */
export function worthOf({ training, lora, picture, model, data }: Recipe): number {
  if (training.learningRate >= 1e-3) return 0.25;
  const rate = Math.abs(Math.log10(training.learningRate / 1.5e-4));
  const gains = [
    model.folder.includes('7B') ? 0.07 : 0,
    data.samples === 'all' ? 0.05 : data.samples === 200 ? 0 : 0.03,
    0.02 * Math.min(1, lora.r / 32),
    0.02 * Math.min(1, picture.size / 448),
    0.02 * Math.min(1, training.epochs / 3),
    -0.05 * rate,
  ];
  return Math.min(0.955, 0.77 + gains.reduce((sum, gain) => sum + gain, 0));
}
