import type { Recipe } from '../recipe/recipe.ts';
import { purposes, shuffled } from '../common/random.ts';
import { countSteps, countWarmupSteps } from './schedule.ts';

/** How a run's optimizer steps lie over its epochs. Everything here follows from sizes and the seed alone. */
export interface Plan {
  readonly samples: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly warmupSteps: number;
}

export function planSteps(samples: number, { training }: Recipe): Plan {
  const { perEpoch, total } = countSteps(samples, training.batchSize, training.accumulation, training.epochs);
  return {
    samples,
    stepsPerEpoch: perEpoch,
    totalSteps: total,
    warmupSteps: countWarmupSteps(training.warmupRatio, total),
  };
}

/** Steps from `from` to the next evaluation, which no call may pass. */
export function stepsToEvaluation(from: number, { stepsPerEpoch, totalSteps }: Plan): number {
  const epochEnd = (Math.floor(from / stepsPerEpoch) + 1) * stepsPerEpoch;
  return Math.max(0, Math.min(epochEnd, totalSteps) - from);
}

/** Micro-batches of one optimizer step: indices into the training questions, drawn anew each epoch. */
export function groupOf(
  step: number,
  { samples, stepsPerEpoch }: Plan,
  { training }: Recipe,
): { epoch: number; batches: number[][] } {
  const epoch = Math.floor(step / stepsPerEpoch);
  const order = shuffled(samples, training.seed, purposes.epochOrder, epoch);
  const { batchSize, accumulation } = training;
  const from = (step % stepsPerEpoch) * batchSize * accumulation;
  const members = order.slice(from, from + batchSize * accumulation);
  const batches = Array.from({ length: Math.ceil(members.length / batchSize) }, (_, i) =>
    members.slice(i * batchSize, (i + 1) * batchSize),
  );
  return { epoch, batches };
}
