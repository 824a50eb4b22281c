import { z } from 'zod';
import {
  challengeId,
  estimate,
  flag,
  instant,
  letterCounts,
  nothing,
  procedure,
  recipe,
  runId,
  submissionId,
} from './values.ts';

/** Where it lies: a path on the host's machine, or what was sent to `/uploads/<id>/`. */
const source = z.union([z.object({ path: z.string().min(1) }), z.object({ upload: z.uuid() })]);

const share = z.number().min(0).max(1).nullable().default(null);

const files = z.object({
  source,
  /** Of submissions and adapters; a run names its own. */
  challengeId: challengeId.nullable().default(null),
  member: z.string().trim().min(1).max(40).nullable().default(null),
  /** When a submission was handed in; null: when its file was written. */
  at: instant.nullable().default(null),
  /** What Kaggle said of a submission. */
  public: share,
  private: share,
  note: z.string().default(''),
  /** How an adapter is to be asked: prompt, picture size, answering; null takes the recommended preset. */
  recipe: recipe.nullable().default(null),
  /** The snapshot folder of an adapter's base model. */
  modelFolder: z.string().min(1).nullable().default(null),
});
export type ImportFiles = z.infer<typeof files>;

/** Something that was found: `new` is (or was) added, `here` was known already, `conflict` and `broken` stay out, `message` says why. */
export const importItem = z.object({
  kind: z.enum(['run', 'adapter', 'submission']),
  path: z.string(),
  verdict: z.enum(['new', 'here', 'conflict', 'broken']),
  message: z.string().nullable(),
  run: z
    .object({
      id: runId,
      name: z.string(),
      kind: z.enum(['train', 'zero-shot', 'adapter', 'submission']),
      member: z.string().nullable(),
      model: z.string(),
      challengeId,
      challengeName: z.string(),
      /** Whether the challenge's files are on this machine. */
      challengeHere: z.boolean(),
      created: instant,
      validation: estimate.nullable(),
      public: z.number().nullable(),
      letters: letterCounts.nullable(),
      flags: z.array(flag),
    })
    .nullable(),
});
export type ImportItem = z.infer<typeof importItem>;

const paste = z.object({
  challengeId,
  /** What was copied from Kaggle's submissions page. */
  text: z.string().min(1).max(1_000_000),
  /** When it was copied: ages such as `4d ago` count from here. */
  now: instant,
  /** Members by the names that Kaggle shows; null: it may be anyone, as with a team's name. */
  members: z.record(z.string(), z.string().nullable()).default({}),
  /** Which of two scores comes first, where no headline says so. */
  scoreOrder: z.enum(['private-first', 'public-first']).default('private-first'),
});
export type KagglePaste = z.infer<typeof paste>;

/** A row by its place in the text; `to` is a submission, `add` for a submission of its own, null to leave it. */
const assignment = z.object({
  row: z.int().min(0),
  to: z.union([submissionId, z.literal('add')]).nullable(),
});
export type KaggleAssignment = z.infer<typeof assignment>;

const candidate = z.object({
  submissionId,
  name: z.string(),
  fileName: z.string(),
  member: z.string().nullable(),
  at: instant,
  public: z.number().nullable(),
  private: z.number().nullable(),
});

/** A pasted row and what was found for it. `matched` is attached unless told otherwise; `unassigned` and `unknown` wait for a hand. */
export const kaggleMatch = z.object({
  row: z.int(),
  line: z.int(),
  fileName: z.string(),
  status: z.enum(['complete', 'failed', 'pending']),
  by: z.string().nullable(),
  description: z.string(),
  ageText: z.string(),
  public: z.number().nullable(),
  private: z.number().nullable(),
  verdict: z.enum(['matched', 'here', 'unassigned', 'unknown', 'failed']),
  reason: z.enum([
    'score-here',
    'private-score',
    'name',
    'failed',
    'no-score',
    'unknown',
    'ambiguous',
    'other-score',
  ]),
  candidates: z.array(candidate),
});
export type KaggleMatch = z.infer<typeof kaggleMatch>;

const kagglePreview = z.object({
  rows: z.array(kaggleMatch),
  /** Lines that were not understood. */
  left: z.array(z.object({ line: z.int(), text: z.string() })),
  /** Every name that Kaggle shows, and the member it is taken for. */
  members: z.record(z.string(), z.string().nullable()),
});
export type KagglePreview = z.infer<typeof kagglePreview>;

/** How it stands afterwards, and how many rows were scored, added, known before, left open, and failed on Kaggle. */
const kaggleResult = kagglePreview.extend({
  scored: z.int(),
  added: z.int(),
  here: z.int(),
  unassigned: z.int(),
  failed: z.int(),
});
export type KaggleResult = z.infer<typeof kaggleResult>;

/** `preview` changes nothing; `apply` imports what `preview` called new, and removes an upload; `discard` removes an upload unused. */
export const imports = {
  preview: procedure.input(files).output(z.array(importItem)),
  apply: procedure.input(files).output(z.array(importItem)),
  discard: procedure.input(z.object({ upload: z.uuid() })).output(nothing),
  /** Kaggle's submissions page as text: which submission each row tells of; then its scores are kept. */
  previewKaggle: procedure.input(paste).output(kagglePreview),
  applyKaggle: procedure
    .input(paste.extend({ assign: z.array(assignment).default([]) }))
    .output(kaggleResult),
};
