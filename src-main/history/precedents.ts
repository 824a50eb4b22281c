import type { History } from './database.ts';

/** A run that has ended, as far as its end is a lesson; `recipe` is JSON. */
export interface EndedRun {
  readonly id: string;
  readonly name: string;
  readonly recipe: string;
  readonly status: 'done' | 'stopped' | 'failed';
  readonly outcomeReason: string | null;
  readonly accuracy: number | null;
  /** Lower end of the accuracy's interval. */
  readonly low: number | null;
  readonly publicScore: number | null;
}

/** The newest `most` training runs of a challenge that have ended, the newest first. */
export function endedRuns(history: History, challengeId: string, most: number): EndedRun[] {
  return history
    .prepare<[string, number], EndedRun>(
      `SELECT r.id, r.name, r.recipe, r.status, r.outcome_reason AS outcomeReason,
              r.validation_accuracy AS accuracy, r.validation_low AS low,
              (SELECT max(c.public) FROM submissions s JOIN scores c ON c.submission_id = s.id
               WHERE s.run_id = r.id) AS publicScore
       FROM runs r
       WHERE r.challenge_id = ? AND r.kind = 'train' AND r.status IN ('done', 'stopped', 'failed')
       ORDER BY r.created_at DESC LIMIT ?`,
    )
    .all(challengeId, most);
}

/** What a finished training run took; `recipe` is JSON. */
export interface MeasuredRun {
  readonly id: string;
  readonly name: string;
  readonly recipe: string;
  readonly trainSeconds: number;
  readonly peakRssMb: number | null;
}

/** The newest `most` training runs of any challenge that finished and were timed, the newest first. */
export function measuredRuns(history: History, most: number): MeasuredRun[] {
  return history
    .prepare<[number], MeasuredRun>(
      `SELECT id, name, recipe, train_seconds AS trainSeconds, peak_rss_mb AS peakRssMb
       FROM runs
       WHERE kind = 'train' AND status = 'done' AND train_seconds IS NOT NULL
       ORDER BY created_at DESC LIMIT ?`,
    )
    .all(most);
}
