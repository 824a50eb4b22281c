import type { History } from './database.ts';

/** The tags of a challenge's runs, sorted. */
export function tagsIn(history: History, challengeId: string): string[] {
  return history
    .prepare<[string], string>(
      `SELECT DISTINCT value FROM runs, json_each(runs.tags)
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
