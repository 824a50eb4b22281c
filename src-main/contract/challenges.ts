import { z } from 'zod';
import { challengeId, instant, letter, letterCounts, page, paged, procedure } from './values.ts';

const role = z.enum(['id', 'path', 'question', 'a', 'b', 'c', 'd', 'answer', 'kind']);

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
  /** A path on this host: `/pictures/<challenge>/<split>/<id>`. */
  pictureUrl: z.string(),
});
export type Question = z.infer<typeof question>;

/** `add` also gives the challenge of a folder that was added before; `checkPictures` decodes every picture (seconds to minutes). */
export const challenges = {
  list: procedure.output(z.array(challengeEntry)),
  add: procedure.input(z.object({ source })).output(challengeSummary),
  get: procedure.input(z.object({ id: challengeId })).output(challengeSummary),
  checkPictures: procedure.input(z.object({ id: challengeId })).output(z.array(finding)),
  questions: procedure
    .input(
      z.object({
        id: challengeId,
        split: z.enum(['train', 'test']),
        kind: z.string().nullable().default(null),
        answer: letter.nullable().default(null),
        text: z.string().default(''),
        page,
      }),
    )
    .output(paged(question)),
};
