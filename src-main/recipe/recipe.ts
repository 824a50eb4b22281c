import { z } from 'zod';

/** A path pattern as PEFT reads it: a list matches by suffix, a string is a regular expression over the whole path. */
const modulePattern = z.union([z.array(z.string().min(1)), z.string().min(1)]);

const data = z.strictObject({
  samples: z.union([z.literal('all'), z.int().min(1)]),
  validationFraction: z.number().min(0).max(0.9),
  split: z.enum(['order', 'random', 'stratified']),
  groupByPicture: z.boolean(),
  shuffleChoices: z.boolean(),
});

const prompt = z.strictObject({
  system: z.string(),
  user: z.string().min(1),
});

const picture = z.strictObject({
  size: z.int().min(28).max(3584),
});

const model = z.strictObject({
  folder: z.string().min(1),
  precision: z.enum(['auto', 'f32', 'bf16', 'f16', 'nf4', 'nf4-double-quant']),
});

const lora = z.strictObject({
  r: z.int().min(1).max(1024),
  alpha: z.number().positive(),
  dropout: z.number().min(0).max(0.9),
  targetModules: modulePattern,
  excludeModules: modulePattern.nullable(),
  vision: z.boolean(),
});

const training = z.strictObject({
  supervise: z.enum(['sequence', 'answer', 'letter']),
  epochs: z.number().positive().max(1000),
  batchSize: z.int().min(1).max(1024),
  accumulation: z.int().min(1).max(1024),
  learningRate: z.number().positive(),
  schedule: z.enum(['constant', 'linear', 'cosine']),
  warmupRatio: z.number().min(0).max(1),
  weightDecay: z.number().min(0),
  beta1: z.number().min(0).lt(1),
  beta2: z.number().min(0).lt(1),
  epsilon: z.number().positive(),
  maxGradNorm: z.number().positive().nullable(),
  labelSmoothing: z.number().min(0).lt(1),
  smoothingOver: z.enum(['vocabulary', 'letters']),
  ema: z.number().gt(0).lt(1).nullable(),
  earlyStopping: z.strictObject({ patience: z.int().min(1), minImprovement: z.number().min(0) }).nullable(),
  keep: z.enum(['last', 'best-loss', 'best-accuracy']),
  gradientCheckpointing: z.union([z.boolean(), z.literal('auto')]),
  timeBudgetMinutes: z.number().positive().nullable(),
  stopAtChance: z.boolean(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
});

const answering = z.strictObject({
  mode: z.enum(['letters', 'generate']),
  orders: z.union([z.literal(1), z.literal(2), z.literal(4)]),
  batchSize: z.int().min(1).max(1024),
});

/** Everything that decides a run's result; snapshotted whole at launch, hashed, compared and versioned. */
export const recipeSchema = z.strictObject({
  version: z.literal(1),
  data,
  prompt,
  picture,
  model,
  lora,
  training,
  answering,
});

export type Recipe = z.infer<typeof recipeSchema>;
