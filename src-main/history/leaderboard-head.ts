import type { History } from './database.ts';

/** What the head of a leaderboard says: its submissions are counted, its best one named, and each member's best score. */
export interface LeaderboardHead {
  readonly submissions: number;
  readonly best: {
    readonly public: number;
    readonly name: string;
    readonly member: string | null;
    readonly runId: string | null;
  } | null;
  /** The best first. */
  readonly bestByMember: { readonly member: string; readonly public: number }[];
  /** Whose lines there are, and of which models; both sorted. */
  readonly members: string[];
  readonly models: string[];
}

/** The head of a challenge's leaderboard. */
export function headOfLeaderboard(history: History, challengeId: string): LeaderboardHead {
  const of = <Row>(sql: string): Row[] => history.prepare<[string], Row>(sql).all(challengeId);
  const members = of<{ member: string; public: number | null }>(
    `SELECT member, max(public) AS public FROM leaderboard
     WHERE challenge_id = ? AND member IS NOT NULL GROUP BY member ORDER BY public DESC, member`,
  );
  const [best] = of<NonNullable<LeaderboardHead['best']>>(
    `SELECT public, name, member, run_id AS runId FROM leaderboard
     WHERE challenge_id = ? AND public IS NOT NULL ORDER BY public DESC, created_at LIMIT 1`,
  );
  const [counted] = of<{ submissions: number }>(
    'SELECT count(*) AS submissions FROM submissions WHERE challenge_id = ?',
  );
  const models = of<{ model: string }>(
    'SELECT DISTINCT model FROM leaderboard WHERE challenge_id = ? AND model IS NOT NULL ORDER BY model',
  );
  return {
    submissions: counted!.submissions,
    best: best ?? null,
    bestByMember: members.flatMap(({ member, public: score }) =>
      score === null ? [] : { member, public: score },
    ),
    members: members.map(({ member }) => member).sort(),
    models: models.map(({ model }) => model),
  };
}
