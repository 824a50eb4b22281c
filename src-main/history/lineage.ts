import type { History } from './database.ts';

/** A run of the lineage; its recipe is JSON, `answers` counts those handed in, `children` counts all runs derived from it. */
export interface LineageRow {
  readonly runId: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly member: string | null;
  readonly created: number;
  readonly status: string;
  readonly recipe: string;
  readonly public: number | null;
  readonly answers: number | null;
  readonly accuracy: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly children: number;
}

const rows = `
SELECT runs.id AS runId, name, parent_id AS parentId, member, created_at AS created, status, recipe,
       (SELECT max(public) FROM leaderboard WHERE run_id = runs.id) AS public,
       (SELECT count_a + count_b + count_c + count_d FROM submissions WHERE run_id = runs.id
        ORDER BY created_at DESC LIMIT 1) AS answers,
       validation_accuracy AS accuracy, validation_low AS low, validation_high AS high,
       (SELECT count(*) FROM runs AS child WHERE child.parent_id = runs.id) AS children
FROM runs`;

/** All runs of a challenge, the oldest first. */
export function wholeLineage(history: History, challengeId: string): LineageRow[] {
  return history
    .prepare<[string], LineageRow>(`${rows} WHERE challenge_id = ? ORDER BY created_at, id`)
    .all(challengeId);
}

/** What part of a long lineage is wanted, and how much of it. */
export interface LineagePart {
  readonly challengeId: string;
  /** So many of the best, and of the newest. */
  readonly best: number;
  readonly newest: number;
  /** Runs whose children are wanted too, so many of each, the best first. */
  readonly open: readonly string[];
  readonly children: number;
}

/** The best, the newest and all marked runs, the children asked for, and whatever they descend from; the oldest first. */
export function partOfLineage(history: History, part: LineagePart): LineageRow[] {
  return history
    .prepare<object, LineageRow>(
      `${wanted} ${rows} WHERE id IN wanted AND challenge_id = :challengeId ORDER BY created_at, id`,
    )
    .all({ ...part, open: JSON.stringify(part.open) });
}

const wanted = `
WITH RECURSIVE families AS (
  SELECT runs.id, row_number() OVER (
    PARTITION BY parent_id
    ORDER BY (SELECT max(public) FROM leaderboard WHERE run_id = runs.id) DESC, validation_accuracy DESC, created_at
  ) AS place
  FROM runs JOIN json_each(:open) AS opened ON opened.value = runs.parent_id
), wanted (id) AS (
  SELECT * FROM (
    SELECT run_id FROM leaderboard WHERE challenge_id = :challengeId AND run_id IS NOT NULL
    ORDER BY public DESC, validation DESC, created_at LIMIT :best
  )
  UNION
  SELECT * FROM (SELECT id FROM runs WHERE challenge_id = :challengeId ORDER BY created_at DESC LIMIT :newest)
  UNION
  SELECT id FROM runs WHERE challenge_id = :challengeId AND (starred = 1 OR final = 1)
  UNION
  SELECT id FROM families WHERE place <= :children
  UNION
  SELECT parent_id FROM wanted JOIN runs ON runs.id = wanted.id WHERE parent_id IS NOT NULL
)`;

/** How many runs a challenge has. */
export function countRuns(history: History, challengeId: string): number {
  return history
    .prepare<[string], number>('SELECT count(*) FROM runs WHERE challenge_id = ?')
    .pluck()
    .get(challengeId)!;
}
