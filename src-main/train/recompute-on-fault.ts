import { QuartetError } from '../common/errors.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { JobHooks } from './hooks.ts';
import type { RunContext } from './prepare-run.ts';

/**
 * Trains; where the memory does not do although `auto` had found that it would, trains once more with layers
 * recomputed, from the last checkpoint. A second failure, or one of a recipe that does not leave it open, is the run's.
 */
export async function recomputeOnFault<T>(
  context: RunContext,
  { emit }: Pick<JobHooks, 'emit'>,
  train: (context: RunContext, again: boolean) => Promise<T>,
): Promise<T> {
  try {
    return await train(context, false);
  } catch (error) {
    const open = context.recipe.training.gradientCheckpointing === 'auto' && !context.recompute;
    if (!open || !(error instanceof QuartetError) || error.code !== 'OUT_OF_SPACE') throw error;
    emit({ type: 'log', level: 'warn', message: hostMessage('recomputes-now', { fault: error.message }) });
    return train({ ...context, recompute: true }, true);
  }
}
