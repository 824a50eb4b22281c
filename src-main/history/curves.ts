import type { History } from './database.ts';
import type { MetricRow } from './metrics.ts';

/** Training points after `since`, at most about `points` of them: neighbours are averaged, samples summed. */
export function thinnedTraining(
  history: History,
  runId: string,
  since: number,
  points: number,
): { rows: MetricRow[]; last: number } {
  const { first, last } = history
    .prepare<[string, number], { first: number | null; last: number | null }>(
      `SELECT min(step) AS first, max(step) AS last FROM metrics WHERE run_id = ? AND kind = 'train' AND step > ?`,
    )
    .get(runId, since)!;
  if (first === null || last === null) return { rows: [], last: since };
  const width = Math.max(1, Math.ceil((last - first + 1) / points));
  const rows = history
    .prepare<[string, number, number, number], MetricRow>(
      `SELECT 'train' AS kind, max(step) AS step, max(epoch) AS epoch, avg(loss) AS loss, avg(letter_loss) AS letterLoss,
              avg(accuracy) AS accuracy, NULL AS low, NULL AS high, avg(learning_rate) AS learningRate,
              avg(grad_norm) AS gradNorm, sum(samples) AS samples, max(seconds) AS seconds
       FROM metrics WHERE run_id = ? AND kind = 'train' AND step > ?
       GROUP BY (step - ?) / ? ORDER BY step`,
    )
    .all(runId, since, first, width);
  return { rows, last };
}

/** The last optimizer step of a run; null before the first. */
export function lastTrainingStep(history: History, runId: string): number | null {
  return (
    history
      .prepare<[string], number | null>(`SELECT max(step) FROM metrics WHERE run_id = ? AND kind = 'train'`)
      .pluck()
      .get(runId) ?? null
  );
}
