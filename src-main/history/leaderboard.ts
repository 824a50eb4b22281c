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

/** A line's columns, of `details`. */
export const columns = `
  line.run_id AS runId, line.submission_id AS submissionId, line.name, line.member, line.model,
  runs.status, runs.outcome_reason AS outcomeReason, runs.outcome_message AS outcomeMessage, runs.recipe,
  runs.parent_id AS parentId, parents.name AS parentName, parents.recipe AS parentRecipe,
  line.validation AS validationAccuracy, runs.validation_low AS validationLow, runs.validation_high AS validationHigh,
  line.public AS publicScore, line.private AS privateScore, line.score_source AS scoreSource,
  submissions.count_a AS countA, submissions.count_b AS countB, submissions.count_c AS countC,
  submissions.count_d AS countD, submissions.flags,
  line.starred, line.final, line.created_at AS createdAt, line.train_seconds AS trainSeconds`;

/** What is joined to `leaderboard AS line` for them. */
export const details = `
LEFT JOIN submissions ON submissions.id = line.submission_id
LEFT JOIN runs ON runs.id = line.run_id
LEFT JOIN runs AS parents ON parents.id = runs.parent_id`;

/** Submissions and unsubmitted runs of a challenge (or of all), best public score first; Kaggle's word counts before ours. */
export function leaderboardRows(history: History, challengeId: string | null): LeaderboardRow[] {
  return history
    .prepare<[{ challengeId: string | null }], LeaderboardRow>(
      `SELECT ${columns} FROM leaderboard AS line ${details}
       WHERE :challengeId IS NULL OR line.challenge_id = :challengeId
       ORDER BY public DESC, validation DESC, line.created_at`,
    )
    .all({ challengeId });
}

/** Makes all lines that pages are cut from anew; triggers keep them right otherwise. */
export function renewLeaderboard(history: History): void {
  history.transaction(() => {
    history.exec('DELETE FROM leaderboard; INSERT INTO leaderboard SELECT * FROM leaderboard_lines;');
  })();
}
