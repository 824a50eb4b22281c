import { prepared, type History } from './database.ts';

/** Shares of right answers (0 to 1) of one submission, from our own count or from Kaggle. */
export interface ScoreRow {
  readonly submissionId: string;
  readonly source: 'local' | 'kaggle';
  readonly public: number | null;
  readonly private: number | null;
  readonly scoredAt: number;
}

/** Stores a score; a later one of the same source takes its place. */
export function saveScore(history: History, row: ScoreRow): void {
  prepared(
    history,
    `INSERT OR REPLACE INTO scores (submission_id, source, public, private, scored_at)
       VALUES (:submissionId, :source, :public, :private, :scoredAt)`,
  ).run(row);
}

/** Takes a score away. */
export function deleteScore(history: History, submissionId: string, source: ScoreRow['source']): void {
  history.prepare('DELETE FROM scores WHERE submission_id = ? AND source = ?').run(submissionId, source);
}
