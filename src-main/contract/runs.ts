import { z } from 'zod';
import {
  answer,
  metricPoint,
  precedent,
  preflight,
  renderedPrompt,
  runDetail,
  runProgress,
  runStatus,
  runSummary,
} from './run-values.ts';
import { challengeId, letter, nothing, page, paged, procedure, recipe, runId, split } from './values.ts';

export const runSort = z.enum([
  'created',
  'name',
  'status',
  'member',
  'validation',
  'public',
  'trainSeconds',
]);

const list = z.object({
  challengeId: challengeId.nullable().default(null),
  status: z.array(runStatus).default([]),
  member: z.string().nullable().default(null),
  model: z.string().nullable().default(null),
  tag: z.string().nullable().default(null),
  starred: z.boolean().default(false),
  /** Part of a name or note. */
  text: z.string().default(''),
  sort: runSort.default('created'),
  descending: z.boolean().default(true),
  page,
});
export type RunQuery = z.infer<typeof list>;

const metrics = z.object({
  id: runId,
  /** The last training step already seen; -1 for all. After a resume begin again. */
  since: z.int().default(-1),
  /** At most about so many training points: neighbours are averaged. */
  points: z.int().min(10).max(5000).default(500),
});

const predictions = z.object({
  id: runId,
  split: split.default('validation'),
  right: z.boolean().nullable().default(null),
  kind: z.string().nullable().default(null),
  /** The letter answered. */
  letter: letter.nullable().default(null),
  /** Only answers with less than 0.6 of the probability. */
  unsure: z.boolean().default(false),
  /** Only answers that differ from the parent's. */
  changed: z.boolean().default(false),
  sort: z.enum(['file', 'unsure-first', 'sure-first']).default('file'),
  text: z.string().default(''),
  page,
});
export type PredictionQuery = z.infer<typeof predictions>;

export const launch = z.object({
  challengeId,
  recipe,
  kind: z.enum(['train', 'zero-shot']).default('train'),
  parentId: runId.nullable().default(null),
  name: z.string().trim().max(80).nullable().default(null),
  note: z.string().default(''),
  member: z.string().nullable().default(null),
  /** Before what waits, or after it. */
  at: z.enum(['front', 'back']).default('back'),
  /** One run for each combination of these values; at most 32. */
  vary: z.array(z.object({ path: z.string(), values: z.array(z.unknown()).min(1) })).default([]),
});
export type Launch = z.infer<typeof launch>;

const edit = z.object({
  id: runId,
  name: z.string().trim().min(1).max(80).optional(),
  note: z.string().optional(),
  tags: z.array(z.string().trim().min(1)).optional(),
  starred: z.boolean().optional(),
  final: z.boolean().optional(),
  member: z.string().nullable().optional(),
});
export type RunEdit = z.infer<typeof edit>;

/** What works and what waits, and the runs that a sudden end interrupted, which can be resumed. */
export const activity = z.object({
  running: z.array(z.object({ run: runSummary, progress: runProgress.nullable() })),
  waiting: z.array(runSummary),
  interrupted: z.array(runSummary),
});
export type Activity = z.infer<typeof activity>;

const one = z.object({ id: runId });

export const runs = {
  list: procedure.input(list).output(paged(runSummary)),
  get: procedure.input(one).output(runDetail),
  activity: procedure.output(activity),
  metrics: procedure.input(metrics).output(
    z.object({
      train: z.array(metricPoint),
      validation: z.array(metricPoint),
      /** The last training step, for the next `since`. */
      last: z.int(),
    }),
  ),
  predictions: procedure.input(predictions).output(
    paged(answer).extend({
      /** Of the whole split: how many questions of each kind there are, of how many the truth is known, how many are right. */
      kinds: z.array(z.object({ kind: z.string(), count: z.int(), known: z.int(), right: z.int() })),
    }),
  ),
  /** One training question as the run showed it; null for runs that did not keep it. */
  prompt: procedure.input(one).output(renderedPrompt.nullable()),
  /** The end of log.txt. */
  log: procedure
    .input(one.extend({ lines: z.int().min(1).max(2000).default(300) }))
    .output(z.array(z.string())),
  /** Some seconds: an engine reads the challenge and the model. Closing the call ends it. */
  preflight: procedure.input(z.object({ challengeId, recipe })).output(preflight),
  /** The extreme values of a recipe, each with how earlier runs of the challenge ended that were as extreme. */
  precedents: procedure.input(z.object({ challengeId, recipe })).output(z.array(precedent)),
  /** Makes one run, or one for each combination of `vary`, and queues them; the first starts when the accelerator is free. */
  launch: procedure.input(launch).output(z.array(runSummary)),
  /** Ends a running one at once and keeps its last checkpoint, or takes a waiting one from the queue. */
  cancel: procedure.input(one).output(runSummary),
  /** Stops a running one after this step, with a checkpoint. */
  pause: procedure.input(one).output(runSummary),
  /** Ends training of a running one after this step, keeps its best weights and goes on to answer. */
  finish: procedure.input(one).output(runSummary),
  /** Queues a stopped, failed or cancelled one to go on from its checkpoint. */
  resume: procedure.input(one).output(runSummary),
  /** Queues an adapter from elsewhere to answer the test questions, with its base model's snapshot folder (null: the one known). */
  predict: procedure
    .input(one.extend({ modelFolder: z.string().min(1).nullable().default(null) }))
    .output(runSummary),
  /** A new run with the same recipe. */
  retry: procedure.input(one).output(runSummary),
  /** The waiting ones in this order; those not named follow. */
  reorder: procedure.input(z.object({ ids: z.array(runId) })).output(activity),
  /** Deletes the run's folder too. Refuses (CONFLICT) a running one. */
  remove: procedure.input(one).output(nothing),
  edit: procedure.input(edit).output(runSummary),
};
