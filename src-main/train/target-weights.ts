import type { Recipe } from '../recipe/recipe.ts';
import type { Feeds, Tensor } from '../runtime/tensor.ts';
import type { Batch } from './batch.ts';

/**
 * Each target's share of the loss of an optimizer step with `total` targets; places without a target weigh nothing.
 * The smoothed part is taken from it (Szegedy et al. 2016), over the four letters only where one is due.
 */
export function targetWeights({ letterTargets, places }: Batch, total: number, { training }: Recipe): Feeds {
  const { labelSmoothing, smoothingOver } = training;
  const each = (share: (smoothed: number) => number): Tensor => {
    const data = new Float32Array(places);
    letterTargets.forEach((isLetter, i) => {
      data[i] = share(smoothingOver === 'vocabulary' || isLetter ? labelSmoothing : 0) / total;
    });
    return { data, shape: [places] };
  };
  const plain = each((smoothed) => 1 - smoothed);
  return labelSmoothing === 0
    ? { targetWeights: plain }
    : { targetWeights: plain, smoothingWeights: each((smoothed) => smoothed) };
}
