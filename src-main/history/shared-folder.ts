import type { History } from './database.ts';

/** The file in a shared folder that this installation appends to, and its bytes as we left it. */
export interface SegmentRow {
  readonly name: string;
  readonly size: number;
}

/** The segment that was last written in a shared folder, if any. */
export function getSegment(history: History, folder: string): SegmentRow | undefined {
  return history
    .prepare<[string], SegmentRow>('SELECT name, size FROM shared_segments WHERE folder = ?')
    .get(folder);
}

/** Notes how a segment was left. */
export function saveSegment(history: History, folder: string, { name, size }: SegmentRow): void {
  history
    .prepare('INSERT OR REPLACE INTO shared_segments (folder, name, size) VALUES (?, ?, ?)')
    .run(folder, name, size);
}

/** What of a run is in the shared folder. */
export interface SharedRunRow {
  readonly runId: string;
  readonly revision: number;
  readonly author: string;
  readonly made: number;
}

/** Notes which revision of a run this history has in common with the shared folder. */
export function saveSharedRun(history: History, row: SharedRunRow): void {
  history
    .prepare(
      'INSERT OR REPLACE INTO shared_runs (run_id, revision, author, made) VALUES (:runId, :revision, :author, :made)',
    )
    .run(row);
}

/** A run of this history beside what the shared folder has of it. */
export interface RunBesideShared {
  readonly runId: string;
  readonly name: string;
  readonly status: string;
  /** When the newest part of it was made. */
  readonly made: number;
  readonly shared: SharedRunRow | null;
}

/** Every run, and what of it is known to be shared. */
export function runsBesideShared(history: History): RunBesideShared[] {
  const sql = `
    SELECT runs.id AS runId, runs.name, status,
           max(runs.created_at, coalesce(ended_at, 0), coalesce(max(submissions.created_at), 0)) AS made,
           revision, shared_runs.author, shared_runs.made AS sharedMade
    FROM runs
    LEFT JOIN submissions ON submissions.run_id = runs.id
    LEFT JOIN shared_runs ON shared_runs.run_id = runs.id
    GROUP BY runs.id ORDER BY runs.created_at, runs.id`;
  type Row = Omit<RunBesideShared, 'shared'> & {
    readonly revision: number | null;
    readonly author: string | null;
    readonly sharedMade: number | null;
  };
  return history
    .prepare<[], Row>(sql)
    .all()
    .map(({ revision, author, sharedMade, ...run }) => ({
      ...run,
      shared:
        revision === null || author === null || sharedMade === null
          ? null
          : { runId: run.runId, revision, author, made: sharedMade },
    }));
}

/** Whether a run came from the shared folder: another installation published it. */
export function isReceived(history: History, runId: string): boolean {
  const sql = `SELECT EXISTS (SELECT 1 FROM shared_runs WHERE run_id = ? AND author <> (SELECT id FROM installation))`;
  return history.prepare<[string], number>(sql).pluck().get(runId) === 1;
}

/** How many runs the shared folder has from here, and how many are here from there. */
export function countSharedRuns(history: History): { readonly published: number; readonly received: number } {
  const sql = `SELECT count(*) FILTER (WHERE author = own.id) AS published, count(*) FILTER (WHERE author <> own.id) AS received
    FROM shared_runs, (SELECT id FROM installation) AS own`;
  return history.prepare<[], { published: number; received: number }>(sql).get()!;
}
