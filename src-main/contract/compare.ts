import { z } from 'zod';
import { question } from './challenges.ts';
import { runSummary } from './run-values.ts';
import { bilingual, letter, page, procedure, runId } from './values.ts';

const ids = z.array(runId).min(2).max(6);
const real = z.number().nullable();
const part = z.enum(['validation', 'test']);

/** A field in all the runs, as texts; `differs` when not all are the same. */
export const comparedField = z.object({
  path: z.string(),
  shortName: z.string(),
  values: z.array(z.string()),
  differs: z.boolean(),
});
export type ComparedField = z.infer<typeof comparedField>;

/** A run against the first one, on the questions that both answered and whose truth is known. */
export const comparedEffect = z.object({
  runId,
  on: part,
  count: z.int(),
  before: z.number(),
  after: z.number(),
  difference: z.number(),
  /** 95 % interval of the difference. */
  low: z.number(),
  high: z.number(),
  /** McNemar's exact test. */
  p: z.number(),
  withinNoise: z.boolean(),
  sentence: bilingual,
});
export type ComparedEffect = z.infer<typeof comparedEffect>;

/** `shares[i][j]`: of the questions that both answered, the share with the same letter; null when there are none. */
export const agreement = z.object({ on: part, shares: z.array(z.array(z.number().nullable())) });
export type Agreement = z.infer<typeof agreement>;

export const comparison = z.object({
  runs: z.array(runSummary),
  fields: z.array(comparedField),
  /** Differences beside the recipe: weights, code, provider, challenge; one text a run. */
  otherwise: z.array(comparedField),
  effects: z.array(comparedEffect),
  agreement: z.array(agreement),
  /** Why something could not be compared. */
  notes: z.array(z.string()),
});
export type RunComparison = z.infer<typeof comparison>;

export const comparedQuestion = z.object({
  question,
  /** In the order of the runs; null where a run did not answer it. */
  answers: z.array(
    z
      .object({
        answer: letter,
        confidence: real,
        probabilities: z.object({ a: real, b: real, c: real, d: real }),
      })
      .nullable(),
  ),
});
export type ComparedQuestion = z.infer<typeof comparedQuestion>;

/** Runs in the order given: the first is the one that others are measured against. */
export const compare = {
  get: procedure.input(z.object({ ids })).output(comparison),
  questions: procedure
    .input(
      z.object({
        ids,
        on: part,
        kind: z.string().nullable().default(null),
        different: z.boolean().default(true),
        /** `mended`: the first run is wrong and another right; `broken`: the first is right and another wrong. */
        outcome: z.enum(['any', 'mended', 'broken']).default('any'),
        page,
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(comparedQuestion), kinds: z.array(z.string()) })),
};
