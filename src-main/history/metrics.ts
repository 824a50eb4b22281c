import type { History } from './database.ts';

/** One point of a run's curves; null where a number was not finite or does not apply. */
export interface MetricRow {
  readonly kind: 'train' | 'validation';
  readonly step: number;
  readonly epoch: number;
  readonly loss: number | null;
  readonly letterLoss: number | null;
  readonly accuracy: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly learningRate: number | null;
  readonly gradNorm: number | null;
  readonly samples: number;
  readonly seconds: number;
}

/** Adds points in one transaction; a step told twice (after a resume) keeps its last values. */
export function saveMetrics(history: History, runId: string, rows: readonly MetricRow[]): void {
  const insert = history.prepare(
    `INSERT OR REPLACE INTO metrics
       (run_id, kind, step, epoch, loss, letter_loss, accuracy, low, high, learning_rate, grad_norm, samples, seconds)
     VALUES
       (:runId, :kind, :step, :epoch, :loss, :letterLoss, :accuracy, :low, :high, :learningRate, :gradNorm, :samples, :seconds)`,
  );
  history.transaction(() => {
    for (const row of rows) insert.run({ runId, ...row });
  })();
}

/** Makes a run's points exactly these: those of a life before a resume go. */
export function replaceMetrics(history: History, runId: string, rows: readonly MetricRow[]): void {
  history.transaction(() => {
    history.prepare('DELETE FROM metrics WHERE run_id = ?').run(runId);
    saveMetrics(history, runId, rows);
  })();
}

/** A run's points of one kind, by step. */
export function listMetrics(history: History, runId: string, kind: MetricRow['kind']): MetricRow[] {
  return history
    .prepare<[string, string], MetricRow>(
      `SELECT kind, step, epoch, loss, letter_loss AS letterLoss, accuracy, low, high,
              learning_rate AS learningRate, grad_norm AS gradNorm, samples, seconds
       FROM metrics WHERE run_id = ? AND kind = ? ORDER BY step`,
    )
    .all(runId, kind);
}
