import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistory, type History } from '../../../src-main/history/database.ts';
import { partOfLineage, wholeLineage } from '../../../src-main/history/lineage.ts';

let history: History;

beforeEach(() => {
  history = openHistory(':memory:');
  history.exec("INSERT INTO challenges VALUES ('c1', 'one', '{}', 1)");
});

afterEach(() => history.close());

/** A finished run; its number is its time, and its submission's public score if it has one. */
function add(at: number, parent: number | null, score: number | null, starred = 0): void {
  history
    .prepare(
      `INSERT INTO runs
         (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed, environment,
          note, tags, starred, final, status, resumable, warnings, created_at, parent_id)
       VALUES (?, 'r', 'train', 'c1', 'm', 'f', '{}', 'h', '1', 0, '{}', '', '[]', ?, 0, 'done', 0, '[]', ?, ?)`,
    )
    .run(`r${at}`, starred, at, parent === null ? null : `r${parent}`);
  if (score === null) return;
  history.exec(`
    INSERT INTO submissions (id, run_id, challenge_id, file_name, flags, member, created_at) VALUES ('s${at}', 'r${at}', 'c1', 'file.csv', '[]', NULL, ${at});
    INSERT INTO scores VALUES ('s${at}', 'kaggle', ${score}, NULL, 1)`);
}

const ids = (rows: readonly { readonly runId: string }[]): string => rows.map(({ runId }) => runId).join(' ');

// 1 ─┬─ 2 ─── 4 (0.9)      7 ─── 8 (starred)      9 (newest)
//    └─ 3 (0.5), 5 (0.6), 6
beforeEach(() => {
  add(1, null, 0.4);
  add(2, 1, null);
  add(3, 1, 0.5);
  add(4, 2, 0.9);
  add(5, 1, 0.6);
  add(6, 1, null);
  add(7, null, 0.1);
  add(8, 7, 0.2, 1);
  add(9, null, null);
});

test('all runs, the oldest first, with the number of those derived from each', () => {
  const rows = wholeLineage(history, 'c1');
  expect(ids(rows)).toBe('r1 r2 r3 r4 r5 r6 r7 r8 r9');
  expect(rows.map(({ children }) => children)).toEqual([4, 1, 0, 0, 0, 0, 1, 0, 0]);
  expect(rows[3]).toMatchObject({ parentId: 'r2', public: 0.9 });
});

test('a part: the best, the newest, the starred, and what they descend from', () => {
  const part = { challengeId: 'c1', best: 1, newest: 1, open: [], children: 5 };
  expect(ids(partOfLineage(history, part))).toBe('r1 r2 r4 r7 r8 r9');
});

test('the best children of a run that was asked for, each once', () => {
  const part = { challengeId: 'c1', best: 1, newest: 1, open: ['r1', 'r2', 'nobody'], children: 2 };
  expect(ids(partOfLineage(history, part))).toBe('r1 r2 r3 r4 r5 r7 r8 r9');
});

test('a run with two submissions appears once, with the better score', () => {
  history.exec(`
    INSERT INTO submissions (id, run_id, challenge_id, file_name, flags, member, created_at) VALUES ('again', 'r4', 'c1', 'file.csv', '[]', NULL, 9);
    INSERT INTO scores VALUES ('again', 'kaggle', 0.95, NULL, 1)`);
  const rows = wholeLineage(history, 'c1').filter(({ runId }) => runId === 'r4');
  expect(rows.map((row) => row.public)).toEqual([0.95]);
});
