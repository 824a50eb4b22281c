import type { History } from './database.ts';

/** What an edit is about. */
export interface Subject {
  readonly kind: string;
  readonly subjectId: string;
}

/** The last word on one field of a subject; `value` is JSON. */
export interface EditRow extends Subject {
  readonly field: string;
  readonly value: string;
  readonly wall: number;
  readonly counter: number;
  readonly author: string;
}

const selected = 'kind, subject_id AS subjectId, field, value, wall, counter, author';

/** The random name of this installation, by which its edits are told from others'. */
export function installationId(history: History): string {
  return history.prepare<[], string>('SELECT id FROM installation').pluck().get()!;
}

/** The greatest clock reading of all edits; of none it is zero. */
export function latestReading(history: History): { readonly wall: number; readonly counter: number } {
  const sql = 'SELECT wall, counter FROM edits ORDER BY wall DESC, counter DESC LIMIT 1';
  return history.prepare<[], { wall: number; counter: number }>(sql).get() ?? { wall: 0, counter: 0 };
}

/**
 * Keeps an edit unless the field has a later one: last writer wins by clock, then author, then value, so that any order
 * and any repetition end the same. Returns whether it was kept.
 */
export function keepEdit(history: History, row: EditRow & { readonly published: number }): boolean {
  const sql = `INSERT INTO edits (kind, subject_id, field, value, wall, counter, author, published, applied)
    VALUES (:kind, :subjectId, :field, :value, :wall, :counter, :author, :published, 0)
    ON CONFLICT (kind, subject_id, field) DO UPDATE SET
      value = excluded.value, wall = excluded.wall, counter = excluded.counter, author = excluded.author,
      published = excluded.published, applied = 0
    WHERE (excluded.wall, excluded.counter, excluded.author, excluded.value)
      > (edits.wall, edits.counter, edits.author, edits.value)`;
  return history.prepare(sql).run(row).changes === 1;
}

/** The last word on a field, if anyone had one. */
export function getEdit(history: History, edit: Subject & { readonly field: string }): EditRow | undefined {
  const sql = `SELECT ${selected} FROM edits WHERE kind = :kind AND subject_id = :subjectId AND field = :field`;
  return history.prepare<object, EditRow>(sql).get(edit);
}

/** Whether the last word on a run is that it was deleted. */
export function isDeleted(history: History, runId: string): boolean {
  return getEdit(history, { kind: 'run', subjectId: runId, field: 'deleted' })?.value === 'true';
}

/** Runs of which the last word is that they were deleted. */
export function deletedRuns(history: History): Set<string> {
  const sql = "SELECT subject_id FROM edits WHERE kind = 'run' AND field = 'deleted' AND value = 'true'";
  return new Set(history.prepare<[], string>(sql).pluck().all());
}

/** The last word on every field of a subject. */
export function editsOf(history: History, kind: string, subjectId: string): EditRow[] {
  return history
    .prepare<[string, string], EditRow>(
      `SELECT ${selected} FROM edits WHERE kind = ? AND subject_id = ? ORDER BY field`,
    )
    .all(kind, subjectId);
}

/** Subjects with edits that run folders and tables may not say yet. */
export function unappliedSubjects(history: History): Subject[] {
  const sql = 'SELECT DISTINCT kind, subject_id AS subjectId FROM edits WHERE applied = 0 ORDER BY 1, 2';
  return history.prepare<[], Subject>(sql).all();
}

/** Notes that run folders and tables say what these edits say. */
export function markApplied(history: History, rows: readonly EditRow[]): void {
  mark(history, 'applied', rows);
}

/** Notes that run folders and tables may not say what the edits of a subject say. */
export function markUnapplied(history: History, kind: string, subjectId: string): void {
  history.prepare('UPDATE edits SET applied = 0 WHERE kind = ? AND subject_id = ?').run(kind, subjectId);
}

/** Edits of this installation that the shared folder does not have yet, in the order they were made. */
export function unpublishedEdits(history: History, author: string): EditRow[] {
  const sql = `SELECT ${selected} FROM edits WHERE author = ? AND published = 0 ORDER BY wall, counter`;
  return history.prepare<[string], EditRow>(sql).all(author);
}

/** Notes that the shared folder has these edits. */
export function markPublished(history: History, rows: readonly EditRow[]): void {
  mark(history, 'published', rows);
}

/** Notes that the shared folder has no edit of this installation. */
export function markAllUnpublished(history: History, author: string): void {
  history.prepare('UPDATE edits SET published = 0 WHERE author = ?').run(author);
}

function mark(history: History, column: 'applied' | 'published', rows: readonly EditRow[]): void {
  // A later edit of the field may have come meanwhile: the mark is not for that one.
  const update = history.prepare(
    `UPDATE edits SET ${column} = 1 WHERE kind = :kind AND subject_id = :subjectId AND field = :field
     AND wall = :wall AND counter = :counter AND author = :author AND value = :value`,
  );
  history.transaction(() => rows.forEach((row) => update.run(row)))();
}
