import type { History } from './database.ts';

/** One line of the leaderboard: a submission, or a finished run that has none yet. */
export interface LeaderboardRow {
  readonly runId: string | null;
  readonly submissionId: string | null;
  readonly name: string;
  readonly member: string | null;
  readonly model: string | null;
  readonly status: string | null;
  readonly outcomeReason: string | null;
  readonly outcomeMessage: string | null;
  readonly recipe: string | null;
  readonly parentId: string | null;
  readonly parentName: string | null;
  readonly parentRecipe: string | null;
  readonly validationAccuracy: number | null;
  readonly validationLow: number | null;
  readonly validationHigh: number | null;
  readonly publicScore: number | null;
  readonly privateScore: number | null;
  readonly scoreSource: 'local' | 'kaggle' | null;
  readonly countA: number | null;
  readonly countB: number | null;
  readonly countC: number | null;
  readonly countD: number | null;
  readonly flags: string | null;
  readonly starred: number;
  readonly final: number;
  readonly createdAt: number;
  readonly trainSeconds: number | null;
}

/** Submissions and unsubmitted runs of a challenge (or of all), best public score first; Kaggle's word counts before ours. */
export function leaderboardRows(history: History, challengeId: string | null): LeaderboardRow[] {
  return history.prepare<[{ challengeId: string | null }], LeaderboardRow>(sql).all({ challengeId });
}

const sql = `
WITH entries AS (
  SELECT id AS submission_id, run_id, challenge_id, created_at FROM submissions
  UNION ALL
  SELECT NULL, id, challenge_id, created_at FROM runs
  WHERE status IN ('done', 'stopped') AND NOT EXISTS (SELECT 1 FROM submissions WHERE run_id = runs.id)
)
SELECT
  entries.run_id AS runId,
  entries.submission_id AS submissionId,
  coalesce(runs.name, submissions.file_name) AS name,
  coalesce(submissions.member, runs.member) AS member,
  nullif(runs.model_name, '') AS model,
  runs.status,
  runs.outcome_reason AS outcomeReason,
  runs.outcome_message AS outcomeMessage,
  runs.recipe,
  runs.parent_id AS parentId,
  parents.name AS parentName,
  parents.recipe AS parentRecipe,
  runs.validation_accuracy AS validationAccuracy,
  runs.validation_low AS validationLow,
  runs.validation_high AS validationHigh,
  coalesce(kaggle.public, counted.public) AS publicScore,
  coalesce(kaggle.private, counted.private) AS privateScore,
  CASE WHEN kaggle.public IS NOT NULL THEN 'kaggle' WHEN counted.public IS NOT NULL THEN 'local' END AS scoreSource,
  count_a AS countA, count_b AS countB, count_c AS countC, count_d AS countD,
  flags,
  coalesce(runs.starred, 0) AS starred,
  coalesce(runs.final, 0) AS final,
  entries.created_at AS createdAt,
  runs.train_seconds AS trainSeconds
FROM entries
LEFT JOIN submissions ON submissions.id = entries.submission_id
LEFT JOIN runs ON runs.id = entries.run_id
LEFT JOIN runs AS parents ON parents.id = runs.parent_id
LEFT JOIN scores AS kaggle ON kaggle.submission_id = entries.submission_id AND kaggle.source = 'kaggle'
LEFT JOIN scores AS counted ON counted.submission_id = entries.submission_id AND counted.source = 'local'
WHERE :challengeId IS NULL OR entries.challenge_id = :challengeId
ORDER BY publicScore IS NULL, publicScore DESC, validationAccuracy IS NULL, validationAccuracy DESC, createdAt
`;
