import type { History } from './database.ts';

/** A submission as a dot of the chart. */
export interface TimelineRow {
  readonly submissionId: string;
  readonly runId: string | null;
  readonly name: string;
  readonly member: string | null;
  readonly at: number;
  readonly public: number | null;
  readonly private: number | null;
  readonly validation: number | null;
}

/** What places a submission in the chart; `line` names it. */
export interface TimelineMark {
  readonly line: number;
  readonly at: number;
  readonly member: string | null;
  readonly public: number | null;
  readonly validation: number | null;
}

/** The places of all submissions of a challenge, by time: of thousands few are drawn, so the rest is not read. */
export function timelineMarks(history: History, challengeId: string): TimelineMark[] {
  return history
    .prepare<[string], TimelineMark>(
      `SELECT rowid AS line, created_at AS at, member, public, validation FROM leaderboard
       WHERE challenge_id = ? AND submission_id IS NOT NULL ORDER BY created_at, submission_id`,
    )
    .all(challengeId);
}

/** The submissions of these lines, in their order. */
export function timelineRows(history: History, lines: readonly number[]): TimelineRow[] {
  return history
    .prepare<[string], TimelineRow>(
      `SELECT submission_id AS submissionId, run_id AS runId, name, member, created_at AS at, public, private, validation
       FROM json_each(?) AS wanted JOIN leaderboard ON leaderboard.rowid = wanted.value ORDER BY wanted.key`,
    )
    .all(JSON.stringify(lines));
}
