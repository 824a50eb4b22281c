import type { History } from './database.ts';
import type { LeaderboardRow } from './leaderboard.ts';

/** A ranked line of the leaderboard; `tags` is JSON. */
export interface RankedRow extends LeaderboardRow {
  readonly rank: number;
  readonly tags: string | null;
  readonly note: string | null;
  readonly parentPublic: number | null;
  readonly parentAnswers: number | null;
  readonly parentAccuracy: number | null;
  readonly parentLow: number | null;
  readonly parentHigh: number | null;
}

/** Which lines, in which order; null or empty does not filter. */
export interface LeaderboardFilter {
  readonly challengeId: string;
  readonly submissionId: string | null;
  readonly member: string | null;
  readonly model: string | null;
  readonly tag: string | null;
  readonly flagged: boolean | null;
  readonly starred: boolean;
  readonly final: boolean;
  readonly text: string;
  readonly sort: keyof typeof orders;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

const orders = {
  rank: 'line.rank',
  name: 'line.name COLLATE NOCASE',
  member: 'line.member',
  model: 'line.model',
  validation: 'line.validationAccuracy',
  public: 'line.publicScore',
  private: 'line.privateScore',
  created: 'line.createdAt',
  trainSeconds: 'line.trainSeconds',
} as const;

// The narrow part, without recipes: all lines of a challenge are ranked before a page is cut out.
const ranked = `
WITH entries AS (
  SELECT id AS submission_id, run_id, created_at FROM submissions WHERE challenge_id = :challengeId
  UNION ALL
  SELECT NULL, id, created_at FROM runs
  WHERE challenge_id = :challengeId AND status IN ('done', 'stopped')
    AND NOT EXISTS (SELECT 1 FROM submissions WHERE run_id = runs.id)
), lines AS (
  SELECT
    entries.run_id AS runId, entries.submission_id AS submissionId,
    coalesce(runs.name, submissions.file_name) AS name, coalesce(submissions.member, runs.member) AS member,
    nullif(runs.model_name, '') AS model, runs.validation_accuracy AS validationAccuracy,
    coalesce(kaggle.public, counted.public) AS publicScore,
    coalesce(kaggle.private, counted.private) AS privateScore,
    CASE WHEN kaggle.public IS NOT NULL THEN 'kaggle' WHEN counted.public IS NOT NULL THEN 'local' END AS scoreSource,
    submissions.flags, entries.created_at AS createdAt, runs.train_seconds AS trainSeconds
  FROM entries
  LEFT JOIN submissions ON submissions.id = entries.submission_id
  LEFT JOIN runs ON runs.id = entries.run_id
  LEFT JOIN scores AS kaggle ON kaggle.submission_id = entries.submission_id AND kaggle.source = 'kaggle'
  LEFT JOIN scores AS counted ON counted.submission_id = entries.submission_id AND counted.source = 'local'
), ranked AS (
  SELECT *, row_number() OVER (
    ORDER BY publicScore IS NULL, publicScore DESC, validationAccuracy IS NULL, validationAccuracy DESC, createdAt
  ) AS rank
  FROM lines
), chosen AS (
  SELECT ranked.* FROM ranked LEFT JOIN runs ON runs.id = ranked.runId
  WHERE (:submissionId IS NULL OR submissionId = :submissionId)
    AND (:member IS NULL OR ranked.member = :member)
    AND (:model IS NULL OR ranked.model = :model)
    AND (:tag IS NULL OR EXISTS (SELECT 1 FROM json_each(runs.tags) WHERE value = :tag))
    AND (:flagged IS NULL OR :flagged =
      (coalesce(ranked.flags, '[]') <> '[]' OR outcome_reason IS NOT NULL OR coalesce(validation_low <= 0.25, 0)))
    AND (:starred = 0 OR starred = 1)
    AND (:final = 0 OR final = 1)
    AND (:text = '' OR instr(
      lower(concat_ws(' ', ranked.name, ranked.member, ranked.model, runs.note, runs.tags)), lower(:text)) > 0)
)`;

const details = `
SELECT
  line.*, runs.status, runs.outcome_reason AS outcomeReason, runs.outcome_message AS outcomeMessage, runs.recipe,
  runs.parent_id AS parentId, parents.name AS parentName, parents.recipe AS parentRecipe,
  runs.validation_low AS validationLow, runs.validation_high AS validationHigh,
  submissions.count_a AS countA, submissions.count_b AS countB,
  submissions.count_c AS countC, submissions.count_d AS countD,
  coalesce(runs.starred, 0) AS starred, coalesce(runs.final, 0) AS final, runs.tags, runs.note,
  coalesce(parentKaggle.public, parentCounted.public) AS parentPublic,
  handed.count_a + handed.count_b + handed.count_c + handed.count_d AS parentAnswers,
  parents.validation_accuracy AS parentAccuracy, parents.validation_low AS parentLow,
  parents.validation_high AS parentHigh
FROM page AS line
LEFT JOIN submissions ON submissions.id = line.submissionId
LEFT JOIN runs ON runs.id = line.runId
LEFT JOIN runs AS parents ON parents.id = runs.parent_id
LEFT JOIN submissions AS handed ON handed.id =
  (SELECT id FROM submissions WHERE run_id = parents.id ORDER BY created_at DESC LIMIT 1)
LEFT JOIN scores AS parentKaggle ON parentKaggle.submission_id = handed.id AND parentKaggle.source = 'kaggle'
LEFT JOIN scores AS parentCounted ON parentCounted.submission_id = handed.id AND parentCounted.source = 'local'`;

/** A page of a challenge's leaderboard and how many lines the filter leaves; what has no value to sort by comes last. */
export function pageOfLeaderboard(
  history: History,
  query: LeaderboardFilter,
): { total: number; rows: RankedRow[] } {
  const values = {
    ...query,
    flagged: query.flagged === null ? null : Number(query.flagged),
    starred: Number(query.starred),
    final: Number(query.final),
  };
  const order = orders[query.sort];
  const sorted = `ORDER BY ${order} IS NULL, ${order} ${query.descending ? 'DESC' : 'ASC'}, line.rank`;
  const rows = history
    .prepare<object, RankedRow & { total: number }>(
      `${ranked}, page AS (
         SELECT *, count(*) OVER () AS total FROM chosen AS line ${sorted} LIMIT :limit OFFSET :offset
       ) ${details} ${sorted}`,
    )
    .all(values);
  const total = rows[0]?.total ?? countOf(history, values);
  return { total, rows };
}

// A page beyond the end has no row to tell the total.
function countOf(history: History, values: object): number {
  return history.prepare<object, number>(`${ranked} SELECT count(*) FROM chosen`).pluck().get(values)!;
}

/** A submission as a dot of the chart. */
export interface TimelineRow {
  readonly submissionId: string;
  readonly runId: string | null;
  readonly name: string;
  readonly member: string | null;
  readonly at: number;
  readonly public: number | null;
  readonly private: number | null;
  readonly validation: number | null;
}

/** All submissions of a challenge by time. */
export function timelineOf(history: History, challengeId: string): TimelineRow[] {
  return history
    .prepare<[string], TimelineRow>(
      `SELECT submissions.id AS submissionId, run_id AS runId, coalesce(runs.name, file_name) AS name,
              coalesce(submissions.member, runs.member) AS member, submissions.created_at AS at,
              coalesce(kaggle.public, counted.public) AS public, coalesce(kaggle.private, counted.private) AS private,
              runs.validation_accuracy AS validation
       FROM submissions
       LEFT JOIN runs ON runs.id = run_id
       LEFT JOIN scores AS kaggle ON kaggle.submission_id = submissions.id AND kaggle.source = 'kaggle'
       LEFT JOIN scores AS counted ON counted.submission_id = submissions.id AND counted.source = 'local'
       WHERE submissions.challenge_id = ? ORDER BY submissions.created_at, submissions.id`,
    )
    .all(challengeId);
}

/** A run of the lineage; its recipe and its parent's are JSON. */
export interface LineageRow {
  readonly runId: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly member: string | null;
  readonly created: number;
  readonly status: string;
  readonly recipe: string;
  readonly public: number | null;
  readonly answers: number | null;
  readonly accuracy: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** All runs of a challenge, the oldest first. */
export function lineageOf(history: History, challengeId: string): LineageRow[] {
  return history
    .prepare<[string], LineageRow>(
      `SELECT runs.id AS runId, runs.name, parent_id AS parentId, runs.member, runs.created_at AS created, status, recipe,
              coalesce(kaggle.public, counted.public) AS public, count_a + count_b + count_c + count_d AS answers,
              validation_accuracy AS accuracy, validation_low AS low, validation_high AS high
       FROM runs
       LEFT JOIN submissions ON submissions.run_id = runs.id
       LEFT JOIN scores AS kaggle ON kaggle.submission_id = submissions.id AND kaggle.source = 'kaggle'
       LEFT JOIN scores AS counted ON counted.submission_id = submissions.id AND counted.source = 'local'
       WHERE runs.challenge_id = ? ORDER BY runs.created_at, runs.id`,
    )
    .all(challengeId);
}

/** Whose runs and submissions a challenge has, and of which models; both sorted. */
export function namesIn(history: History, challengeId: string): { members: string[]; models: string[] } {
  const list = (sql: string): string[] => history.prepare<[string], string>(sql).pluck().all(challengeId);
  return {
    members: list(
      `SELECT DISTINCT coalesce(submissions.member, runs.member) FROM runs
       LEFT JOIN submissions ON submissions.run_id = runs.id
       WHERE runs.challenge_id = ? AND coalesce(submissions.member, runs.member) IS NOT NULL ORDER BY 1`,
    ),
    models: list(
      "SELECT DISTINCT model_name FROM runs WHERE challenge_id = ? AND model_name <> '' ORDER BY model_name",
    ),
  };
}
