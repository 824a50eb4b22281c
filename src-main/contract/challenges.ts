import { z } from 'zod';
import { challengeId, instant, letter, letterCounts, page, paged, procedure, recipe } from './values.ts';

const role = z.enum(['id', 'path', 'question', 'a', 'b', 'c', 'd', 'answer', 'kind']);

const counts = z.object({
  count: z.int(),
  letters: letterCounts,
  kinds: z.array(z.object({ kind: z.string(), count: z.int() })),
});

/** Where a challenge lies: `sample` is the one that ships; file names are relative to the folder, or absolute. */
const source = z.union([
  z.literal('sample'),
  z.object({
    folder: z.string().min(1),
    train: z.string().min(1).exactOptional(),
    test: z.string().min(1).exactOptional(),
    solution: z.string().min(1).exactOptional(),
    columns: z.partialRecord(role, z.string()).exactOptional(),
    picturePrefix: z.object({ from: z.string(), to: z.string() }).exactOptional(),
  }),
]);

export const challengeEntry = z.object({
  id: challengeId,
  name: z.string(),
  /** Null where its files are not on this machine: its runs were imported. */
  folder: z.string().nullable(),
  seen: instant,
  runs: z.int(),
});
export type ChallengeEntry = z.infer<typeof challengeEntry>;

export const finding = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  file: z.string(),
  row: z.int().nullable(),
  column: z.string().nullable(),
  message: z.string(),
});
export type Finding = z.infer<typeof finding>;

export const challengeSummary = z.object({
  id: challengeId,
  name: z.string(),
  folder: z.string(),
  train: z.int(),
  test: z.int(),
  /** Number of known test answers, or null without a solution file. */
  solution: z.int().nullable(),
  /** Training answers by letter. */
  letters: letterCounts,
  /** Questions by kind, where the files tell it. */
  kinds: z.array(z.object({ kind: z.string(), train: z.int(), test: z.int() })),
  /** Pictures that more than one question uses. */
  sharedPictures: z.int(),
  /** The first 200; `findingCount` counts all. */
  findings: z.array(finding),
  findingCount: z.int(),
});
export type ChallengeSummary = z.infer<typeof challengeSummary>;

export const question = z.object({
  id: z.string(),
  split: z.enum(['train', 'test']),
  /** The line of the CSV. */
  row: z.int(),
  question: z.string(),
  choices: z.tuple([z.string(), z.string(), z.string(), z.string()]),
  /** The true letter where it is known (of a test question, from the solution). */
  answer: letter.nullable(),
  kind: z.string().nullable(),
  /** Other questions, of training and test, with the same picture file. */
  pictureShared: z.int(),
  /** A path on this host: `/pictures/<challenge>/<split>/<id>`. */
  pictureUrl: z.string(),
});
export type Question = z.infer<typeof question>;

/** What a folder holds before it is added: its CSV files, which column was taken for what, and what adding it would give. */
export const challengePreview = z.object({
  /** CSV files of the folder, to choose from. */
  csv: z.array(z.string()),
  files: z.array(
    z.object({
      part: z.enum(['train', 'test', 'solution']),
      file: z.string(),
      found: z.boolean(),
      header: z.array(z.string()),
      /** The first three. */
      rows: z.array(z.array(z.string())),
      columns: z.array(z.object({ role, column: z.string().nullable(), required: z.boolean() })),
    }),
  ),
  /** Null when there is neither a train nor a test file; `problem` says so. */
  summary: challengeSummary.nullable(),
  problem: z.string().nullable(),
});
export type ChallengePreview = z.infer<typeof challengePreview>;

/** How a recipe would divide the training questions. */
export const splitPreview = z.object({
  train: counts,
  validation: counts,
  /** Pictures that are on both sides: what was learned by heart would count as known. */
  sharedPictures: z.int(),
});
export type SplitPreview = z.infer<typeof splitPreview>;

/** `add` also gives the challenge of a folder that was added before, and moves an upload into the data folder first; `checkPictures` decodes every picture (seconds to minutes). */
export const challenges = {
  list: procedure.output(z.array(challengeEntry)),
  add: procedure
    .input(z.object({ source, upload: z.uuid().nullable().default(null) }))
    .output(challengeSummary),
  /** Where what was sent to `/uploads/<id>/` lies, to be previewed. */
  uploaded: procedure.input(z.object({ upload: z.uuid() })).output(z.object({ folder: z.string() })),
  get: procedure.input(z.object({ id: challengeId })).output(challengeSummary),
  /** Reads a folder without adding it. */
  preview: procedure.input(z.object({ source })).output(challengePreview),
  findings: procedure
    .input(
      z.object({
        id: challengeId,
        severity: z.enum(['error', 'warning']).nullable().default(null),
        code: z.string().nullable().default(null),
        /** Part of a message. */
        text: z.string().default(''),
        page,
      }),
    )
    .output(
      paged(finding).extend({
        codes: z.array(z.object({ code: z.string(), severity: finding.shape.severity, count: z.int() })),
      }),
    ),
  split: procedure
    .input(z.object({ id: challengeId, data: recipe.shape.data, seed: z.int().min(0) }))
    .output(splitPreview),
  checkPictures: procedure.input(z.object({ id: challengeId })).output(z.array(finding)),
  questions: procedure
    .input(
      z.object({
        id: challengeId,
        split: z.enum(['train', 'test']),
        kind: z.string().nullable().default(null),
        answer: letter.nullable().default(null),
        /** Only questions that share their picture with another. */
        shared: z.boolean().default(false),
        text: z.string().default(''),
        page,
      }),
    )
    .output(paged(question)),
};
