import type { History } from './database.ts';

/** The tags on a challenge's leaderboard, sorted. */
export function tagsIn(history: History, challengeId: string): string[] {
  return history
    .prepare<[string], string>(
      `SELECT DISTINCT value FROM leaderboard, json_each(leaderboard.tags)
       WHERE challenge_id = ? AND tags <> '[]' ORDER BY value`,
    )
    .pluck()
    .all(challengeId);
}

/** How many submissions made since an instant (milliseconds) have a score by Kaggle: those surely went there. */
export function countHandedIn(history: History, challengeId: string, since: number): number {
  return history
    .prepare<[string, number], number>(
      `SELECT count(*) FROM submissions JOIN scores ON submission_id = submissions.id AND source = 'kaggle'
       WHERE challenge_id = ? AND created_at >= ?`,
    )
    .pluck()
    .get(challengeId, since)!;
}

/** How good a run is by its public score and its validation; `answers` counts what its submission answered. */
export interface MeasuredRun {
  readonly public: number | null;
  readonly answers: number | null;
  readonly accuracy: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What is known of how good a run is; undefined where there is no such run. */
export function measuredRun(history: History, id: string): MeasuredRun | undefined {
  return history
    .prepare<[string], MeasuredRun>(
      `SELECT coalesce(kaggle.public, counted.public) AS public, count_a + count_b + count_c + count_d AS answers,
              validation_accuracy AS accuracy, validation_low AS low, validation_high AS high
       FROM runs
       LEFT JOIN submissions ON submissions.run_id = runs.id
       LEFT JOIN scores AS kaggle ON kaggle.submission_id = submissions.id AND kaggle.source = 'kaggle'
       LEFT JOIN scores AS counted ON counted.submission_id = submissions.id AND counted.source = 'local'
       WHERE runs.id = ? ORDER BY submissions.created_at DESC LIMIT 1`,
    )
    .get(id);
}
