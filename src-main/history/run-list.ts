import type { History } from './database.ts';
import type { RunStatus } from './runs.ts';

/** A run as lists show it; `tags` is JSON. */
export interface RunListRow {
  readonly id: string;
  readonly name: string;
  readonly kind: 'train' | 'zero-shot' | 'adapter' | 'submission';
  readonly challengeId: string;
  readonly challengeName: string;
  readonly model: string;
  readonly member: string | null;
  readonly parentId: string | null;
  readonly parentName: string | null;
  readonly status: RunStatus;
  readonly outcomeReason: string | null;
  readonly outcomeMessage: string | null;
  readonly resumable: number;
  readonly accuracy: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly public: number | null;
  readonly private: number | null;
  readonly starred: number;
  readonly final: number;
  readonly tags: string;
  readonly note: string;
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly trainSeconds: number | null;
}

/** Which runs, in which order; null or empty does not filter. */
export interface RunFilter {
  readonly challengeId: string | null;
  readonly status: readonly RunStatus[];
  readonly member: string | null;
  readonly model: string | null;
  readonly tag: string | null;
  readonly starred: boolean;
  readonly text: string;
  readonly sort: keyof typeof orders;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

const orders = {
  created: 'runs.created_at',
  name: 'runs.name COLLATE NOCASE',
  status: 'runs.status',
  member: 'runs.member',
  validation: 'runs.validation_accuracy',
  public: 'coalesce(kaggle.public, counted.public)',
  trainSeconds: 'runs.train_seconds',
} as const;

const from = `
FROM runs
LEFT JOIN submissions ON submissions.id =
  (SELECT id FROM submissions WHERE run_id = runs.id ORDER BY created_at DESC LIMIT 1)
LEFT JOIN scores AS kaggle ON kaggle.submission_id = submissions.id AND kaggle.source = 'kaggle'
LEFT JOIN scores AS counted ON counted.submission_id = submissions.id AND counted.source = 'local'`;

const columns = `
  runs.id, runs.name, runs.kind, runs.challenge_id AS challengeId, challenges.name AS challengeName,
  runs.model_name AS model, runs.member, runs.parent_id AS parentId, parents.name AS parentName, runs.status,
  runs.outcome_reason AS outcomeReason, runs.outcome_message AS outcomeMessage, runs.resumable,
  runs.validation_accuracy AS accuracy, runs.validation_low AS low, runs.validation_high AS high,
  coalesce(kaggle.public, counted.public) AS public, coalesce(kaggle.private, counted.private) AS private,
  runs.starred, runs.final, runs.tags, runs.note, runs.created_at AS created, runs.started_at AS started,
  runs.ended_at AS ended, runs.train_seconds AS trainSeconds`;

const names = `
JOIN challenges ON challenges.id = runs.challenge_id
LEFT JOIN runs AS parents ON parents.id = runs.parent_id`;

/** Only the conditions that are asked for: SQLite chooses no index for one that may be off. */
function filterOf(query: RunFilter): string {
  const conditions = [
    query.challengeId !== null && 'runs.challenge_id = :challengeId',
    query.status.length > 0 && 'runs.status IN (SELECT value FROM json_each(:status))',
    query.member !== null && 'runs.member = :member',
    query.model !== null && 'runs.model_name = :model',
    query.tag !== null && 'EXISTS (SELECT 1 FROM json_each(runs.tags) WHERE value = :tag)',
    query.starred && 'runs.starred = 1',
    query.text !== '' && "instr(lower(runs.name || ' ' || runs.note), lower(:text)) > 0",
  ].filter((condition) => condition !== false);
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

/** A page of runs, and how many the filter leaves in all; what has no value to sort by comes last. */
export function pageOfRuns(history: History, query: RunFilter): { total: number; rows: RunListRow[] } {
  const values = { ...query, status: JSON.stringify(query.status), starred: Number(query.starred) };
  const filter = filterOf(query);
  const total = history.prepare<object, number>(`SELECT count(*) FROM runs ${filter}`).pluck().get(values)!;
  const order = orders[query.sort];
  const rows = history
    .prepare<object, RunListRow>(
      `SELECT ${columns} ${from} ${names} ${filter}
       ORDER BY ${order} ${query.descending ? 'DESC' : 'ASC'} NULLS LAST, runs.id DESC
       LIMIT :limit OFFSET :offset`,
    )
    .all(values);
  return { total, rows };
}

/** Runs of these ids, in the order given; unknown ids are left out. */
export function runsByIds(history: History, ids: readonly string[]): RunListRow[] {
  return history
    .prepare<[string], RunListRow>(
      `SELECT ${columns} ${from} ${names} JOIN json_each(?) AS wanted ON wanted.value = runs.id ORDER BY wanted.key`,
    )
    .all(JSON.stringify(ids));
}

/** Ids of runs that a sudden end, an error or a shutdown interrupted and that can go on, the newest first. */
export function interruptedRunIds(history: History): string[] {
  return history
    .prepare<[], string>(
      `SELECT id FROM runs WHERE resumable = 1
         AND (status = 'failed' OR status = 'stopped' AND outcome_reason IN ('crash', 'shutdown'))
       ORDER BY ended_at DESC`,
    )
    .pluck()
    .all();
}

/** Runs derived from this one, the oldest first. */
export function childrenOf(history: History, id: string): { id: string; name: string }[] {
  return history
    .prepare<[string], { id: string; name: string }>(
      'SELECT id, name FROM runs WHERE parent_id = ? ORDER BY created_at',
    )
    .all(id);
}
