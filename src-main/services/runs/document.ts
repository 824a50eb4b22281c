import { z } from 'zod';
import type { Recipe } from '../../recipe/recipe.ts';
import { parseRecipe } from '../../recipe/migrate.ts';

const instant = z.iso.datetime();
const text = z.string().min(1);

const challengeSource = z.object({
  folder: text,
  train: text.exactOptional(),
  test: text.exactOptional(),
  solution: text.exactOptional(),
  columns: z
    .partialRecord(z.enum(['id', 'path', 'question', 'a', 'b', 'c', 'd', 'answer', 'kind']), z.string())
    .exactOptional(),
  picturePrefix: z.object({ from: z.string(), to: z.string() }).exactOptional(),
});

const validation = z.object({
  loss: z.number().nullable(),
  accuracy: z.number(),
  low: z.number(),
  high: z.number(),
  count: z.int(),
});

const flag = z.object({ code: text, message: z.string() });

const score = z.object({
  source: z.enum(['local', 'kaggle']),
  public: z.number().nullable(),
  private: z.number().nullable(),
  at: instant,
});

const submission = z.object({
  id: text,
  fileName: text,
  /** This and the next two are null where only the score is known. */
  answersHash: text.nullable(),
  sha256: text.nullable(),
  counts: z.object({ a: z.int(), b: z.int(), c: z.int(), d: z.int() }).nullable(),
  /** What the guards noticed; nothing that forbids handing it in. */
  flags: z.array(flag),
  member: z.string().nullable(),
  at: instant,
  scores: z.array(score),
});

const outcome = z.object({
  reason: z.enum(['cancelled', 'guard', 'shutdown', 'crash', 'error']),
  message: z.string(),
  resumable: z.boolean(),
});

const result = z.object({
  validation: validation.nullable(),
  parseFailures: z.int(),
  trainSeconds: z.number(),
  peakRssMb: z.number(),
});

/** `run.json`: all that is known of a run beside its curves, answers and weights. */
export const runDocumentSchema = z.object({
  format: z.literal(1),
  id: z.uuid(),
  name: text,
  /** A zero-shot run answers with the model as it came; an adapter or a submission was made elsewhere. */
  kind: z.enum(['train', 'zero-shot', 'adapter', 'submission']),
  /** `source` is null where the run was imported and the challenge's files are not on this machine. */
  challenge: z.object({ name: text, sha256: text, source: challengeSource.nullable() }),
  /** '' where nobody knows; runs of earlier versions have no digests of its files. */
  model: z.object({
    name: z.string(),
    fingerprint: z.string(),
    files: z.record(z.string(), z.string()).optional(),
  }),
  recipe: z.unknown().transform((json): Recipe => parseRecipe(json)),
  recipeHash: text,
  /** Paths of the recipe whose values are stand-ins: what was made elsewhere does not tell them. */
  unknownFields: z.array(text).default([]),
  parent: z.uuid().nullable(),
  codeVersion: text,
  seed: z.int(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])),
  member: z.string().nullable(),
  note: z.string(),
  tags: z.array(z.string()),
  starred: z.boolean(),
  final: z.boolean(),
  status: z.enum(['queued', 'running', 'stopped', 'failed', 'done']),
  /** The process that runs it, as common/processes.ts names it. */
  owner: z.string().nullable(),
  /** Why it is not done. */
  outcome: outcome.nullable(),
  result: result.nullable(),
  warnings: z.array(z.string()),
  submission: submission.nullable(),
  events: z.array(z.object({ at: instant, kind: text, message: z.string() })),
  created: instant,
  started: instant.nullable(),
  ended: instant.nullable(),
});

export type RunDocument = z.infer<typeof runDocumentSchema>;
export type RunSubmission = z.infer<typeof submission>;
export type Flag = z.infer<typeof flag>;
export type Score = z.infer<typeof score>;
export type Outcome = z.infer<typeof outcome>;
