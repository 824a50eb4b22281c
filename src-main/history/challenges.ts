import type { History } from './database.ts';

/** A challenge that some run used; `source` is JSON, null where its files are not on this machine. */
export interface ChallengeRow {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly seenAt: number;
}

/** Adds a challenge; of one seen before, the newest sighting that knows it tells where it lies now. */
export function saveChallenge(history: History, row: ChallengeRow): void {
  history
    .prepare(
      `INSERT INTO challenges (id, name, source, seen_at)
       VALUES (:id, :name, :source, :seenAt)
       ON CONFLICT (id) DO UPDATE
       SET name = excluded.name, source = excluded.source, seen_at = excluded.seen_at
       WHERE excluded.source <> 'null' AND (challenges.source = 'null' OR excluded.seen_at >= challenges.seen_at)`,
    )
    .run(row);
}

/** The challenge of this id, if there. */
export function getChallenge(history: History, id: string): ChallengeRow | undefined {
  return history
    .prepare<[string], ChallengeRow>(
      'SELECT id, name, source, seen_at AS seenAt FROM challenges WHERE id = ?',
    )
    .get(id);
}

/** How many runs each challenge has. */
export function countRunsByChallenge(history: History): Map<string, number> {
  return new Map(
    history
      .prepare<[], [string, number]>('SELECT challenge_id, count(*) FROM runs GROUP BY challenge_id')
      .raw()
      .all(),
  );
}

/** All challenges, the newest used first. */
export function listChallenges(history: History): ChallengeRow[] {
  return history
    .prepare<[], ChallengeRow>(
      'SELECT id, name, source, seen_at AS seenAt FROM challenges ORDER BY seen_at DESC, id',
    )
    .all();
}
