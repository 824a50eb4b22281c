import type { History } from './database.ts';
import { columns, details, type LeaderboardRow } from './leaderboard.ts';

/** A ranked line of the leaderboard; `tags` is JSON. */
export interface RankedRow extends LeaderboardRow {
  readonly rank: number;
  readonly tags: string;
  readonly note: string | null;
  readonly parentPublic: number | null;
  readonly parentAnswers: number | null;
  readonly parentAccuracy: number | null;
  readonly parentLow: number | null;
  readonly parentHigh: number | null;
}

/** Which lines, in which order; null or empty does not filter. */
export interface LeaderboardFilter {
  readonly challengeId: string;
  readonly submissionId: string | null;
  readonly member: string | null;
  readonly model: string | null;
  readonly tag: string | null;
  readonly flagged: boolean | null;
  readonly starred: boolean;
  readonly final: boolean;
  readonly text: string;
  readonly sort: keyof typeof orders;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

const orders = {
  rank: 'ranks.rank',
  name: 'line.name COLLATE NOCASE',
  member: 'line.member',
  model: 'line.model',
  validation: 'line.validation',
  public: 'line.public',
  private: 'line.private',
  created: 'line.created_at',
  trainSeconds: 'line.train_seconds',
} as const;

const filter = `
WHERE line.challenge_id = :challengeId
  AND (:submissionId IS NULL OR line.submission_id = :submissionId)
  AND (:member IS NULL OR line.member = :member)
  AND (:model IS NULL OR line.model = :model)
  AND (:tag IS NULL OR EXISTS (SELECT 1 FROM json_each(line.tags) WHERE value = :tag))
  AND (:flagged IS NULL OR line.flagged = :flagged)
  AND (:starred = 0 OR line.starred = 1)
  AND (:final = 0 OR line.final = 1)
  AND (:text = '' OR instr(line.words, lower(:text)) > 0)`;

// Ranks count all lines, whatever is filtered: an index holds them in this order, so no line is read for it.
const ranks = `
WITH ranks AS (
  SELECT rowid AS line, row_number() OVER (ORDER BY public DESC, validation DESC, created_at) AS rank
  FROM leaderboard WHERE challenge_id = :challengeId
)`;

const ofParent = `
  parent.public AS parentPublic, parents.validation_accuracy AS parentAccuracy,
  handed.count_a + handed.count_b + handed.count_c + handed.count_d AS parentAnswers,
  parents.validation_low AS parentLow, parents.validation_high AS parentHigh`;

const parentsHandedIn = `
LEFT JOIN submissions AS handed ON handed.id =
  (SELECT id FROM submissions WHERE run_id = parents.id ORDER BY created_at DESC LIMIT 1)
LEFT JOIN leaderboard AS parent ON parent.submission_id = handed.id`;

/** A page of a challenge's leaderboard and how many lines the filter leaves; what has no value to sort by comes last. */
export function pageOfLeaderboard(
  history: History,
  query: LeaderboardFilter,
): { total: number; rows: RankedRow[] } {
  const values = {
    ...query,
    flagged: query.flagged === null ? null : Number(query.flagged),
    starred: Number(query.starred),
    final: Number(query.final),
  };
  const order = `ORDER BY ${orders[query.sort]} ${query.descending ? 'DESC' : 'ASC'} NULLS LAST, ranks.rank`;
  const rows = history
    .prepare<object, RankedRow>(
      `${ranks}, page AS (
         SELECT ranks.* FROM ranks JOIN leaderboard AS line ON line.rowid = ranks.line ${filter} ${order}
         LIMIT :limit OFFSET :offset
       )
       SELECT rank, ${columns}, line.tags, runs.note, ${ofParent}
       FROM page AS ranks JOIN leaderboard AS line ON line.rowid = ranks.line ${details} ${parentsHandedIn} ${order}`,
    )
    .all(values);
  const total = history
    .prepare<object, number>(`SELECT count(*) FROM leaderboard AS line ${filter}`)
    .pluck()
    .get(values)!;
  return { total, rows };
}
