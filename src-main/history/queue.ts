import type { History } from './database.ts';

/** A run that waits, or (with `takenBy`) that a process took from the queue to run it. */
export interface QueueRow {
  readonly runId: string;
  readonly takenBy: string | null;
}

/** The queue in its order. */
export function listQueue(history: History): QueueRow[] {
  return history
    .prepare<[], QueueRow>('SELECT run_id AS runId, taken_by AS takenBy FROM queue ORDER BY place, run_id')
    .all();
}

/** Adds runs in their order, before or after those that wait; one that waits already moves. */
export function enqueue(history: History, runIds: readonly string[], at: 'front' | 'back'): void {
  const insert = history.prepare(
    `INSERT INTO queue (run_id, place) VALUES (:runId, :place)
     ON CONFLICT (run_id) DO UPDATE SET place = excluded.place WHERE taken_by IS NULL`,
  );
  history.transaction(() => {
    const { low, high } = history
      .prepare<[], { low: number; high: number }>(
        'SELECT coalesce(min(place), 0) AS low, coalesce(max(place), 0) AS high FROM queue',
      )
      .get()!;
    const from = at === 'front' ? low - runIds.length : high + 1;
    runIds.forEach((runId, i) => insert.run({ runId, place: from + i }));
  })();
}

/** Takes a run from the queue; false when it was not there, or a process has taken it already. */
export function dequeue(history: History, runId: string): boolean {
  return history.prepare('DELETE FROM queue WHERE run_id = ? AND taken_by IS NULL').run(runId).changes === 1;
}

/** Gives the first waiting run to `owner` when fewer than `limit` work, counting those of other processes; null otherwise. */
export function takeNext(history: History, owner: string, limit: number): string | null {
  const take = history.transaction(() => {
    const working = history
      .prepare<[], number>(
        `SELECT count(*) FROM (SELECT id FROM runs WHERE status = 'running'
         UNION SELECT run_id FROM queue WHERE taken_by IS NOT NULL)`,
      )
      .pluck()
      .get()!;
    if (working >= limit) return null;
    return (
      history
        .prepare<[string], string>(
          `UPDATE queue SET taken_by = ? WHERE run_id =
             (SELECT run_id FROM queue WHERE taken_by IS NULL ORDER BY place, run_id LIMIT 1)
           RETURNING run_id`,
        )
        .pluck()
        .get(owner) ?? null
    );
  });
  // Immediate: two processes must not both see a free accelerator.
  return take.immediate();
}

/** Forgets a run that its owner has finished. */
export function release(history: History, runId: string, owner: string): void {
  history.prepare('DELETE FROM queue WHERE run_id = ? AND taken_by = ?').run(runId, owner);
}

/** Settles what a dead process had taken: a run that never began waits again, one that was cut off is offered, not restarted. */
export function settleTaken(history: History, deadOwner: string): void {
  history.transaction(() => {
    history
      .prepare(
        `DELETE FROM queue WHERE taken_by = ? AND run_id NOT IN (SELECT id FROM runs WHERE status = 'queued')`,
      )
      .run(deadOwner);
    history.prepare('UPDATE queue SET taken_by = NULL WHERE taken_by = ?').run(deadOwner);
  })();
}
