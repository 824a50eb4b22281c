import { prepared, type History } from './database.ts';

export type RunStatus = 'queued' | 'running' | 'stopped' | 'failed' | 'done';

/** A run as its table holds it; `recipe`, `unknownFields`, `environment`, `tags` and `warnings` are JSON. */
export interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly kind: 'train' | 'zero-shot' | 'adapter' | 'submission';
  readonly challengeId: string;
  readonly modelName: string;
  readonly modelFingerprint: string;
  readonly recipe: string;
  readonly recipeHash: string;
  readonly unknownFields: string;
  readonly parentId: string | null;
  readonly codeVersion: string;
  readonly seed: number;
  readonly environment: string;
  readonly member: string | null;
  readonly note: string;
  readonly tags: string;
  readonly starred: number;
  readonly final: number;
  readonly status: RunStatus;
  readonly owner: string | null;
  readonly outcomeReason: string | null;
  readonly outcomeMessage: string | null;
  readonly resumable: number;
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  readonly validationLow: number | null;
  readonly validationHigh: number | null;
  readonly validationCount: number | null;
  readonly parseFailures: number | null;
  readonly trainSeconds: number | null;
  readonly peakRssMb: number | null;
  readonly warnings: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

const columns = {
  id: 'id',
  name: 'name',
  kind: 'kind',
  challengeId: 'challenge_id',
  modelName: 'model_name',
  modelFingerprint: 'model_fingerprint',
  recipe: 'recipe',
  recipeHash: 'recipe_hash',
  unknownFields: 'unknown_fields',
  parentId: 'parent_id',
  codeVersion: 'code_version',
  seed: 'seed',
  environment: 'environment',
  member: 'member',
  note: 'note',
  tags: 'tags',
  starred: 'starred',
  final: 'final',
  status: 'status',
  owner: 'owner',
  outcomeReason: 'outcome_reason',
  outcomeMessage: 'outcome_message',
  resumable: 'resumable',
  validationLoss: 'validation_loss',
  validationAccuracy: 'validation_accuracy',
  validationLow: 'validation_low',
  validationHigh: 'validation_high',
  validationCount: 'validation_count',
  parseFailures: 'parse_failures',
  trainSeconds: 'train_seconds',
  peakRssMb: 'peak_rss_mb',
  warnings: 'warnings',
  createdAt: 'created_at',
  startedAt: 'started_at',
  endedAt: 'ended_at',
} as const satisfies Record<keyof RunRow, string>;

const selected = Object.entries(columns)
  .map(([field, column]) => `${column} AS ${field}`)
  .join(', ');
const names = Object.values(columns);
const upsert = `INSERT INTO runs (${names.join(', ')})
  VALUES (${Object.keys(columns)
    .map((field) => `:${field}`)
    .join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${names.map((column) => `${column} = excluded.${column}`).join(', ')}`;

/** Adds a run, or replaces every column of it; what hangs on it stays. */
export function saveRun(history: History, row: RunRow): void {
  prepared(history, upsert).run(row);
}

/** The run of this id, if there. */
export function getRun(history: History, id: string): RunRow | undefined {
  return history.prepare<[string], RunRow>(`SELECT ${selected} FROM runs WHERE id = ?`).get(id);
}

/** All runs, the newest first; those of one status if given. */
export function listRuns(history: History, status: RunStatus | null = null): RunRow[] {
  const sql = `SELECT ${selected} FROM runs WHERE :status IS NULL OR status = :status ORDER BY created_at DESC, id DESC`;
  return history.prepare<[{ status: RunStatus | null }], RunRow>(sql).all({ status });
}

/** Ids of runs called `text` and of runs whose id begins with it, the newest first. */
export function findRunIds(history: History, text: string): { byName: string[]; byPrefix: string[] } {
  const ids = (condition: string): string[] =>
    history
      .prepare<{ text: string }, string>(
        `SELECT id FROM runs WHERE ${condition} ORDER BY created_at DESC, id DESC`,
      )
      .pluck()
      .all({ text });
  return { byName: ids('name = :text'), byPrefix: ids('substr(id, 1, length(:text)) = :text') };
}

/** Marks a run as running in `owner`, in one step; false when another process was faster or the run is finished. */
export function claimRun(history: History, id: string, owner: string): boolean {
  const sql = `UPDATE runs SET status = 'running', owner = ? WHERE id = ? AND status IN ('queued', 'stopped', 'failed')`;
  return history.prepare(sql).run(owner, id).changes === 1;
}

/** Removes a run and what hangs on it. */
export function deleteRun(history: History, id: string): void {
  history.prepare('DELETE FROM runs WHERE id = ?').run(id);
}

/** Removes the runs that are not among `ids`, and what hangs on them. */
export function deleteRunsExcept(history: History, ids: readonly string[]): void {
  history
    .prepare('DELETE FROM runs WHERE id NOT IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(ids));
}
