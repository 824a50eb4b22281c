import { valueAt, type FieldPath } from './fields.ts';
import { presets } from './presets.ts';
import type { Recipe } from './recipe.ts';
import { scaleToSmall, usesSmallModel } from './small-model.ts';

/** Fields whose extremes ruin runs. */
const fields: readonly FieldPath[] = [
  'training.learningRate',
  'training.warmupRatio',
  'training.weightDecay',
  'training.epochs',
  'lora.r',
  'lora.alpha',
  'lora.dropout',
];

/** A value this many times the usual one, or this small a part of it, is an extreme. */
const far = 4;

const large = presets.quartet.recipe;
const small = scaleToSmall(large);

/** A field whose value is far from what the recommended preset has for this model. */
export interface Extreme {
  readonly path: FieldPath;
  readonly value: number;
  readonly usual: number;
  /** Value by usual: 25 is 25 times as much. */
  readonly times: number;
}

/** How many times the usual value of its model a recipe has in a field; null for fields that are no such number. */
export function timesUsual(recipe: Recipe, path: FieldPath): number | null {
  const usual = valueAt(usesSmallModel(recipe) ? small : large, path);
  const value = valueAt(recipe, path);
  return typeof value === 'number' && typeof usual === 'number' && usual > 0 ? value / usual : null;
}

/** The extremes of a recipe, in the order of its form. */
export function extremesOf(recipe: Recipe): Extreme[] {
  return fields.flatMap((path) => {
    const times = timesUsual(recipe, path);
    if (times === null || (times < far && times > 1 / far)) return [];
    const value = valueAt(recipe, path) as number;
    // A dropout or decay of zero is a choice, not an extreme.
    return value === 0 ? [] : [{ path, value, usual: value / times, times }];
  });
}
