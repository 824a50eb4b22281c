import { z } from 'zod';
import {
  change,
  challengeId,
  estimate,
  flag,
  gain,
  instant,
  letterCounts,
  page,
  procedure,
  runId,
  submissionId,
} from './values.ts';

/** A line of the leaderboard: a submission, or a finished run that has none. */
export const leaderboardRow = z.object({
  /** By public score, or by validation accuracy where there is none; over the whole challenge, whatever is filtered. */
  rank: z.int(),
  submissionId: submissionId.nullable(),
  runId: runId.nullable(),
  name: z.string(),
  member: z.string().nullable(),
  model: z.string().nullable(),
  parentId: runId.nullable(),
  parentName: z.string().nullable(),
  changes: z.array(change),
  gain,
  validation: estimate.nullable(),
  public: z.number().nullable(),
  private: z.number().nullable(),
  scoreSource: z.enum(['local', 'kaggle']).nullable(),
  letters: letterCounts.nullable(),
  flags: z.array(flag),
  starred: z.boolean(),
  final: z.boolean(),
  tags: z.array(z.string()),
  note: z.string(),
  created: instant,
  trainSeconds: z.number().nullable(),
});
export type LeaderboardRow = z.infer<typeof leaderboardRow>;

export const submissionSort = z.enum([
  'rank',
  'name',
  'member',
  'model',
  'validation',
  'public',
  'private',
  'created',
  'trainSeconds',
]);

export const leaderboardQuery = z.object({
  challengeId,
  member: z.string().nullable().default(null),
  model: z.string().nullable().default(null),
  tag: z.string().nullable().default(null),
  flagged: z.boolean().nullable().default(null),
  starred: z.boolean().default(false),
  final: z.boolean().default(false),
  /** Part of a name, member, model, note or tag. */
  text: z.string().default(''),
  sort: submissionSort.default('rank'),
  descending: z.boolean().default(false),
  page,
});
export type LeaderboardQuery = z.infer<typeof leaderboardQuery>;

/** A dot of the chart over time. */
export const timelinePoint = z.object({
  submissionId,
  runId: runId.nullable(),
  name: z.string(),
  member: z.string().nullable(),
  at: instant,
  public: z.number().nullable(),
  private: z.number().nullable(),
  validation: z.number().nullable(),
});
export type TimelinePoint = z.infer<typeof timelinePoint>;

/** A run of the tree, and what it brought against its parent; a root has no `gain`. */
export const lineageNode = z.object({
  runId,
  name: z.string(),
  parentId: runId.nullable(),
  member: z.string().nullable(),
  created: instant,
  status: z.string(),
  public: z.number().nullable(),
  validation: estimate.nullable(),
  changes: z.array(change),
  gain,
  /** How many runs derived from it are not in the answer; `open` asks for them. */
  hidden: z.int(),
});
export type LineageNode = z.infer<typeof lineageNode>;

export const submissions = {
  list: procedure.input(leaderboardQuery).output(
    z.object({
      total: z.int(),
      rows: z.array(leaderboardRow),
      /** Best public score of the challenge, and of each member. */
      best: z
        .object({
          public: z.number(),
          name: z.string(),
          member: z.string().nullable(),
          runId: runId.nullable(),
        })
        .nullable(),
      bestByMember: z.array(z.object({ member: z.string(), public: z.number() })),
      submissions: z.int(),
      /** Submissions since midnight UTC (Kaggle's day) that Kaggle has scored. */
      handedInToday: z.int(),
      tags: z.array(z.string()),
      members: z.array(z.string()),
      models: z.array(z.string()),
    }),
  ),
  /** By time. Of thousands, the best and the worst of each member in each stretch of time, and all that were the best so far. */
  timeline: procedure.input(z.object({ challengeId })).output(z.array(timelinePoint)),
  /** Of a long history what leads to the best, the newest and the marked runs, and the children of those in `open`. */
  lineage: procedure
    .input(z.object({ challengeId, open: z.array(runId).max(200).default([]) }))
    .output(z.object({ total: z.int(), nodes: z.array(lineageNode) })),
  /** Keeps the score that Kaggle gave (shares of 1); null takes it away. */
  score: procedure
    .input(
      z.object({
        id: submissionId,
        public: z.number().min(0).max(1).nullable(),
        private: z.number().min(0).max(1).nullable(),
      }),
    )
    .output(leaderboardRow),
  /** Marks (or no longer) the submission that counts in the end. */
  final: procedure.input(z.object({ id: submissionId, final: z.boolean() })).output(leaderboardRow),
};
