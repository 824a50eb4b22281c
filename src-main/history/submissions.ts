import { prepared, type History } from './database.ts';

/** Answers handed in, of a run or (without one) from elsewhere; `flags` is JSON; hashes and counts are null where only the score is known. */
export interface SubmissionRow {
  readonly id: string;
  readonly runId: string | null;
  readonly challengeId: string;
  readonly fileName: string;
  readonly answersHash: string | null;
  readonly sha256: string | null;
  readonly countA: number | null;
  readonly countB: number | null;
  readonly countC: number | null;
  readonly countD: number | null;
  readonly flags: string;
  readonly member: string | null;
  readonly createdAt: number;
}

/** Makes a run's only submission this one, or none. */
export function replaceSubmission(history: History, runId: string, row: SubmissionRow | null): void {
  history.transaction(() => {
    history.prepare('DELETE FROM submissions WHERE run_id = ?').run(runId);
    if (row) insertSubmission(history, row);
  })();
}

/** Adds a submission. */
export function insertSubmission(history: History, row: SubmissionRow): void {
  prepared(
    history,
    `INSERT INTO submissions
         (id, run_id, challenge_id, file_name, answers_hash, sha256, count_a, count_b, count_c, count_d, flags, member, created_at)
       VALUES
         (:id, :runId, :challengeId, :fileName, :answersHash, :sha256, :countA, :countB, :countC, :countD, :flags, :member, :createdAt)`,
  ).run(row);
}

/** Earlier answers to a challenge, without those of `exceptRun`: the run's name (or the file's) and the answers' hash. */
export function listAnswerHashes(
  history: History,
  challengeId: string,
  exceptRun: string,
): { name: string; answersHash: string }[] {
  return history
    .prepare<[string, string], { name: string; answersHash: string }>(
      `SELECT coalesce(runs.name, submissions.file_name) AS name, answers_hash AS answersHash
       FROM submissions LEFT JOIN runs ON runs.id = run_id
       WHERE submissions.challenge_id = ? AND run_id IS NOT ? AND answers_hash IS NOT NULL ORDER BY submissions.created_at`,
    )
    .all(challengeId, exceptRun);
}

/** Whose answers a submission holds, and to which challenge. */
export function getSubmission(
  history: History,
  id: string,
): { readonly runId: string | null; readonly challengeId: string } | undefined {
  return history
    .prepare<[string], { runId: string | null; challengeId: string }>(
      'SELECT run_id AS runId, challenge_id AS challengeId FROM submissions WHERE id = ?',
    )
    .get(id);
}

/** A submission as Kaggle's rows are matched to it; the scores are Kaggle's. */
export interface KaggleCandidateRow {
  readonly submissionId: string;
  readonly name: string;
  readonly fileName: string;
  readonly member: string | null;
  readonly at: number;
  readonly public: number | null;
  readonly private: number | null;
}

/** All submissions to a challenge with what Kaggle said of them, the oldest first. */
export function listKaggleCandidates(history: History, challengeId: string): KaggleCandidateRow[] {
  return history
    .prepare<[string], KaggleCandidateRow>(
      `SELECT submissions.id AS submissionId, coalesce(runs.name, file_name) AS name, file_name AS fileName,
              coalesce(submissions.member, runs.member) AS member, submissions.created_at AS at,
              scores.public, scores.private
       FROM submissions
       LEFT JOIN runs ON runs.id = run_id
       LEFT JOIN scores ON scores.submission_id = submissions.id AND scores.source = 'kaggle'
       WHERE submissions.challenge_id = ? ORDER BY submissions.created_at, submissions.id`,
    )
    .all(challengeId);
}
