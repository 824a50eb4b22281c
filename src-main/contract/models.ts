import { z } from 'zod';
import { procedure } from './values.ts';

export const modelSummary = z.object({
  /** What a recipe's `model.folder` is to be: a path, or `tiny-vl` for the one that ships. */
  folder: z.string(),
  name: z.string(),
  /** transformers' `model_type`. */
  family: z.string(),
  parameters: z.int(),
  dtypes: z.array(z.string()),
  weightsMb: z.number(),
  textLayers: z.int().nullable(),
  hiddenSize: z.int().nullable(),
  /** Memory that the frozen weights alone take, in MiB. */
  memoryMb: z.object({ f32: z.number(), bf16: z.number() }),
  /** Memory that training with the recommended preset takes, by arithmetic, in MiB; null for a family that is not known. */
  trainingMb: z.object({ f32: z.number(), bf16: z.number(), tokens: z.int(), batchSize: z.int() }).nullable(),
});
export type ModelSummary = z.infer<typeof modelSummary>;

export const modelEntry = z.object({
  folder: z.string(),
  model: modelSummary.nullable(),
  /** What is wrong with the folder, when `model` is null. */
  problem: z.string().nullable(),
});
export type ModelEntry = z.infer<typeof modelEntry>;

const folder = z.object({ folder: z.string().min(1) });

export const models = {
  list: procedure.output(z.array(modelEntry)),
  inspect: procedure.input(folder).output(modelSummary),
  /** Keeps a folder on the list. */
  add: procedure.input(folder).output(z.array(modelEntry)),
  remove: procedure.input(folder).output(z.array(modelEntry)),
};

export const accelerator = z.object({
  provider: z.enum(['cpu', 'cuda', 'webgpu', 'dml']),
  works: z.boolean(),
  /** Why, or why not. */
  reason: z.string(),
  /** Measured rate of large f32 products, 10⁹ operations a second; null where it does not work. */
  gflops: z.number().nullable(),
});
export type Accelerator = z.infer<typeof accelerator>;

/** `list` lets an engine try every provider (some seconds) and keeps the answer until `again`; `known` is what was found so far, empty before. */
export const accelerators = {
  known: procedure.output(z.array(accelerator)),
  list: procedure.input(z.object({ again: z.boolean().default(false) })).output(z.array(accelerator)),
};
