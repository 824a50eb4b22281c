/** How the learning rate runs over a training: step counts are optimizer steps. */
export interface Schedule {
  readonly schedule: 'constant' | 'linear' | 'cosine';
  readonly base: number;
  readonly warmupSteps: number;
  readonly totalSteps: number;
}

/**
 * The learning rate of an optimizer step, counted from 0: equal to transformers' get_scheduler (constant here is its
 * constant_with_warmup), so that the first step of a warmup has rate 0.
 */
export function learningRate(step: number, { schedule, base, warmupSteps, totalSteps }: Schedule): number {
  if (step < warmupSteps) return (base * step) / warmupSteps;
  const rest = Math.max(1, totalSteps - warmupSteps);
  switch (schedule) {
    case 'constant':
      return base;
    case 'linear':
      return base * Math.max(0, (totalSteps - step) / rest);
    case 'cosine':
      return base * Math.max(0, 0.5 * (1 + Math.cos((Math.PI * (step - warmupSteps)) / rest)));
  }
}

/** Warmup steps as transformers' Trainer counts them: the ratio of all steps, rounded up. */
export function countWarmupSteps(ratio: number, totalSteps: number): number {
  return Math.ceil(ratio * totalSteps);
}

/** Optimizer steps of an epoch and of a whole training; a last group that is not full is a step too. */
export function countSteps(
  samples: number,
  batchSize: number,
  accumulation: number,
  epochs: number,
): { perEpoch: number; total: number } {
  const perEpoch = Math.max(1, Math.ceil(Math.ceil(samples / batchSize) / accumulation));
  return { perEpoch, total: Math.ceil(perEpoch * epochs) };
}
