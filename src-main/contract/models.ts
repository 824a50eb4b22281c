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

export const modelDownload = z.object({
  repo: z.string(),
  revision: z.string(),
  /** Where it goes. */
  folder: z.string(),
  /** `asking` the hub what there is comes first. */
  state: z.enum(['asking', 'running', 'stopped', 'failed', 'done']),
  doneBytes: z.number(),
  /** null before it is known. */
  totalBytes: z.number().nullable(),
  /** Bytes a second, and how long the rest takes at that rate; null in the first seconds and while files are checked. */
  perSecond: z.number().nullable(),
  etaSeconds: z.number().nullable(),
  /** Why it failed, and what to do. */
  message: z.string().nullable(),
});
export type ModelDownload = z.infer<typeof modelDownload>;

const repo = z.object({ repo: z.string().trim().min(1) });
const folder = z.object({ folder: z.string().min(1) });

export const models = {
  list: procedure.output(z.array(modelEntry)),
  inspect: procedure.input(folder).output(modelSummary),
  /** Keeps a folder on the list. */
  add: procedure.input(folder).output(z.array(modelEntry)),
  remove: procedure.input(folder).output(z.array(modelEntry)),
  downloads: procedure.output(z.array(modelDownload)),
  /** Starts a download from Hugging Face (a branch, tag or commit), or goes on where one stopped; it works on without its window. */
  download: procedure
    .input(repo.extend({ revision: z.string().trim().min(1).default('main') }))
    .output(modelDownload),
  /** What came is kept. */
  stopDownload: procedure.input(repo).output(z.array(modelDownload)),
  /** Takes one that has ended off the list; its files stay. */
  forgetDownload: procedure.input(repo).output(z.array(modelDownload)),
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
