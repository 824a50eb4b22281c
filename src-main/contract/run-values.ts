import { z } from 'zod';
import {
  change,
  challengeId,
  estimate,
  flag,
  gain,
  instant,
  letter,
  letterCounts,
  recipe,
  runId,
  submissionId,
} from './values.ts';
import { question } from './challenges.ts';

export const runStatus = z.enum(['queued', 'running', 'stopped', 'failed', 'done']);
export type RunStatus = z.infer<typeof runStatus>;

/** A run as lists show it. */
export const runSummary = z.object({
  id: runId,
  name: z.string(),
  kind: z.enum(['train', 'zero-shot', 'adapter', 'submission']),
  challengeId,
  challengeName: z.string(),
  model: z.string(),
  member: z.string().nullable(),
  parentId: runId.nullable(),
  parentName: z.string().nullable(),
  status: runStatus,
  /** Why it is not done: cancelled, guard, shutdown, crash or error. */
  outcome: z.object({ reason: z.string(), message: z.string(), resumable: z.boolean() }).nullable(),
  validation: estimate.nullable(),
  public: z.number().nullable(),
  private: z.number().nullable(),
  starred: z.boolean(),
  final: z.boolean(),
  tags: z.array(z.string()),
  note: z.string(),
  created: instant,
  started: instant.nullable(),
  ended: instant.nullable(),
  trainSeconds: z.number().nullable(),
});
export type RunSummary = z.infer<typeof runSummary>;

export const score = z.object({
  source: z.enum(['local', 'kaggle']),
  public: z.number().nullable(),
  private: z.number().nullable(),
  at: instant,
});
export type Score = z.infer<typeof score>;

/** A run whole. */
export const runDetail = runSummary.extend({
  recipe,
  /** Paths whose values are stand-ins: what was made elsewhere does not tell them. */
  unknownFields: z.array(z.string()),
  /** Against the parent's recipe; empty without a parent. */
  changes: z.array(change),
  gain,
  seed: z.int(),
  codeVersion: z.string(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])),
  warnings: z.array(z.string()),
  parseFailures: z.int().nullable(),
  peakRssMb: z.number().nullable(),
  folder: z.string(),
  children: z.array(z.object({ id: runId, name: z.string() })),
  submission: z
    .object({
      id: submissionId,
      fileName: z.string(),
      /** Null where only the score is known. */
      letters: letterCounts.nullable(),
      flags: z.array(flag),
      scores: z.array(score),
      at: instant,
    })
    .nullable(),
  events: z.array(z.object({ at: instant, kind: z.string(), message: z.string() })),
});
export type RunDetail = z.infer<typeof runDetail>;

const real = z.number().nullable();

/** A point of a run's curves; null where a number was not finite or does not apply. */
export const metricPoint = z.object({
  step: z.int(),
  epoch: z.number(),
  loss: real,
  letterLoss: real,
  accuracy: real,
  low: real,
  high: real,
  learningRate: real,
  gradNorm: real,
  samples: z.int(),
  /** Since training began. */
  seconds: z.number(),
});
export type MetricPoint = z.infer<typeof metricPoint>;

/** What a run answered, beside its question; probabilities are null for generated answers. */
export const answer = z.object({
  question,
  answer: letter,
  probabilities: z.object({ a: real, b: real, c: real, d: real }),
  /** Probability of the letter answered. */
  confidence: real,
  /** Null where the truth is not known. */
  right: z.boolean().nullable(),
  parentAnswer: letter.nullable(),
});
export type Answer = z.infer<typeof answer>;

/** How far a running job is; `done`, `total` and rate in the phase's own unit. */
export const runProgress = z.object({
  runId,
  phase: z.enum(['read', 'load', 'preflight', 'zero-shot', 'train', 'validate', 'predict', 'save']),
  done: z.int(),
  total: z.int(),
  perSecond: real,
  etaSeconds: real,
  /** Resident memory of the engine, in MiB; null before the first report. */
  memoryMb: real,
  provider: z.string().nullable(),
});
export type RunProgress = z.infer<typeof runProgress>;

/** One question as the model was shown it, with the tokens that it was trained on. */
export const renderedPrompt = z.object({
  question: question.nullable(),
  prompt: z.array(z.object({ text: z.string(), supervised: z.boolean() })),
  tokens: z.int(),
  pictureTokens: z.int(),
  supervisedTokens: z.int(),
  optimizerSteps: z.int(),
  warmupSteps: z.int(),
  trainable: z.int(),
  trainSamples: z.int(),
  validationSamples: z.int(),
});
export type RenderedPrompt = z.infer<typeof renderedPrompt>;

/** What the engine found out before a start. */
export const preflight = renderedPrompt.extend({
  learningRates: z.array(z.object({ step: z.int(), learningRate: z.number() })),
  warnings: z.array(z.string()),
  /** Reasons that forbid a start. */
  refusals: z.array(z.string()),
  provider: z.string().nullable(),
  providerReason: z.string().nullable(),
  /** How long training and answering will take: scaled from a run that is alike (`from` is its name), or from the machine's measured rate; null while neither is there. */
  time: z.object({ seconds: z.number(), from: z.string().nullable() }).nullable(),
  /** MiB that it will take of the machine's: what a run that is alike took (`from` is its name), else by arithmetic, with its parts. */
  memory: z.object({
    totalMb: z.number(),
    machineMb: z.number(),
    from: z.string().nullable(),
    parts: z
      .object({ weights: z.number(), adapter: z.number(), activations: z.number(), program: z.number() })
      .nullable(),
  }),
  /** MiB that it takes of its GPU, by what they are for; free is null where the driver does not tell. Null without a GPU. */
  gpuMemory: z
    .object({
      totalMb: z.number(),
      weightsMb: z.number(),
      stateMb: z.number(),
      activationsMb: z.number(),
      roundingMb: z.number(),
      contextMb: z.number(),
      freeMb: z.number().nullable(),
      recompute: z.boolean(),
    })
    .nullable(),
});
export type Preflight = z.infer<typeof preflight>;

const precedentRun = z.object({
  id: runId,
  name: z.string(),
  accuracy: real,
  public: real,
  /** No better than guessing, or stopped by a guard. */
  atChance: z.boolean(),
});

/** A value that is far from what the recommended preset has for this model, and how earlier runs ended that were at least as far. */
export const precedent = z.object({
  path: z.string(),
  value: z.number(),
  usual: z.number(),
  /** `value` by `usual`. */
  times: z.number(),
  runs: z.int(),
  atChance: z.int(),
  failed: z.int(),
  best: precedentRun.nullable(),
  last: precedentRun.nullable(),
});
export type Precedent = z.infer<typeof precedent>;
