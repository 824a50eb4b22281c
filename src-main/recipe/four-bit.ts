import type { FourBitKind } from '../common/nf4.ts';
import type { Recipe } from './recipe.ts';

/** The 4-bit form that a recipe holds the model's matrices in; null where it leaves them as they are. */
export function fourBitKind({ model: { precision } }: Pick<Recipe, 'model'>): FourBitKind | null {
  return precision === 'nf4' || precision === 'nf4-double-quant' ? precision : null;
}
