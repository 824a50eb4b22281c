import type { History } from './database.ts';

/** What a run answered to one question: probabilities of the letters, the letter, and how it came. */
export interface PredictionRow {
  readonly split: string;
  readonly questionId: string;
  readonly a: number | null;
  readonly b: number | null;
  readonly c: number | null;
  readonly d: number | null;
  readonly answer: string;
  readonly parsed: string;
}

/** Makes a run's predictions exactly these. */
export function replacePredictions(history: History, runId: string, rows: readonly PredictionRow[]): void {
  const insert = history.prepare(
    `INSERT INTO predictions (run_id, split, question_id, a, b, c, d, answer, parsed)
     VALUES (:runId, :split, :questionId, :a, :b, :c, :d, :answer, :parsed)`,
  );
  history.transaction(() => {
    history.prepare('DELETE FROM predictions WHERE run_id = ?').run(runId);
    for (const row of rows) insert.run({ runId, ...row });
  })();
}

/** A run's predictions of one split, by question. */
export function listPredictions(history: History, runId: string, split: string): PredictionRow[] {
  return history
    .prepare<[string, string], PredictionRow>(
      `SELECT split, question_id AS questionId, a, b, c, d, answer, parsed
       FROM predictions WHERE run_id = ? AND split = ? ORDER BY question_id`,
    )
    .all(runId, split);
}

/** The letters that a run answered to the questions of one split, by question id. */
export function listLetters(history: History, runId: string, split: string): Map<string, string> {
  return new Map(
    history
      .prepare<[string, string], [string, string]>(
        'SELECT question_id, answer FROM predictions WHERE run_id = ? AND split = ?',
      )
      .raw()
      .all(runId, split),
  );
}

/** A run's predictions of these questions of one split; those that it did not answer are left out. */
export function predictionsOfQuestions(
  history: History,
  runId: string,
  split: string,
  questionIds: readonly string[],
): PredictionRow[] {
  return history
    .prepare<[string, string, string], PredictionRow>(
      `SELECT split, question_id AS questionId, a, b, c, d, answer, parsed FROM predictions
       WHERE run_id = ? AND split = ? AND question_id IN (SELECT value FROM json_each(?))`,
    )
    .all(runId, split, JSON.stringify(questionIds));
}
