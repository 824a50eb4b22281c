import type { History } from './database.ts';

/** One thing that happened to a run, in the order it happened. */
export interface EventRow {
  readonly at: number;
  readonly kind: string;
  readonly message: string;
}

/** Makes a run's events exactly these. */
export function replaceEvents(history: History, runId: string, rows: readonly EventRow[]): void {
  const insert = history.prepare(
    'INSERT INTO events (run_id, seq, at, kind, message) VALUES (:runId, :seq, :at, :kind, :message)',
  );
  history.transaction(() => {
    history.prepare('DELETE FROM events WHERE run_id = ?').run(runId);
    rows.forEach((row, seq) => insert.run({ runId, seq, ...row }));
  })();
}
