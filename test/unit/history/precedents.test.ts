import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistory, type History } from '../../../src-main/history/database.ts';
import { endedRuns, measuredRuns } from '../../../src-main/history/precedents.ts';

let history: History;

beforeEach(() => {
  history = openHistory(':memory:');
  history.exec("INSERT INTO challenges VALUES ('c1', 'one', '{}', 1), ('c2', 'two', '{}', 2)");
});

afterEach(() => history.close());

function add(at: number, kind: string, status: string, seconds: number | null, challenge = 'c1'): void {
  history
    .prepare(
      `INSERT INTO runs
         (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed, environment,
          note, tags, starred, final, status, resumable, warnings, created_at, train_seconds, peak_rss_mb)
       VALUES (?, ?, ?, ?, 'm', 'f', '{}', 'h', '1', 0, '{}', '', '[]', 0, 0, ?, 0, '[]', ?, ?, 700)`,
    )
    .run(`r${at}`, `run ${at}`, kind, challenge, status, at, seconds);
}

const ids = (rows: readonly { readonly id: string }[]): string => rows.map(({ id }) => id).join(' ');

beforeEach(() => {
  add(1, 'train', 'done', 10);
  add(2, 'train', 'failed', null);
  add(3, 'train', 'done', 30);
  add(4, 'train', 'done', null);
  add(5, 'zero-shot', 'done', 50);
  add(6, 'train', 'running', 60);
  add(7, 'train', 'done', 70, 'c2');
  add(8, 'train', 'stopped', 80);
});

test('runs of a challenge that have ended, only as many as are asked for', () => {
  expect(ids(endedRuns(history, 'c1', 10))).toBe('r8 r4 r3 r2 r1');
  expect(ids(endedRuns(history, 'c1', 2))).toBe('r8 r4');
});

test('finished and timed runs of any challenge, only as many as are asked for', () => {
  expect(ids(measuredRuns(history, 10))).toBe('r7 r3 r1');
  expect(measuredRuns(history, 1)).toEqual([
    { id: 'r7', name: 'run 7', recipe: '{}', trainSeconds: 70, peakRssMb: 700 },
  ]);
});
