import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, versionOf } from '../../../../src-main/history/database.ts';

let history: Database.Database;

beforeEach(() => {
  history = new Database(':memory:');
  history.pragma('foreign_keys = ON');
  migrate(history, ':memory:', 1);
  history.exec("INSERT INTO challenges VALUES ('c1', 'sample', '{}', 1)");
});

afterEach(() => history.close());

const run = `INSERT INTO runs
  (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed, environment,
   note, tags, starred, final, status, resumable, warnings, created_at)
  VALUES (@id, 'r', 'train', @challenge, 'm', 'f', '{}', 'h', '1', 0, '{}', '', '[]', 0, 0, @status, 0, '[]', 1)`;

function addRun(values: { id?: string; challenge?: string; status?: string } = {}): void {
  history.prepare(run).run({ id: 'r1', challenge: 'c1', status: 'queued', ...values });
}

test('it takes an empty file to version 1', () => {
  expect(versionOf(history)).toBe(1);
});

test('a run needs a known challenge and a known status', () => {
  addRun();
  expect(() => addRun({ id: 'r2', challenge: 'nowhere' })).toThrow(/FOREIGN KEY/);
  expect(() => addRun({ id: 'r3', status: 'sleeping' })).toThrow(/CHECK/);
});

test('text is no number', () => {
  addRun();
  expect(() => history.exec("INSERT INTO events VALUES ('r1', 0, 'yesterday', 'created', '')")).toThrow(
    /INTEGER/,
  );
});

test('with a run go its points, answers, events, submission and scores', () => {
  addRun();
  history.exec(`
    INSERT INTO metrics (run_id, kind, step, epoch, samples, seconds) VALUES ('r1', 'train', 1, 0.1, 8, 1);
    INSERT INTO predictions VALUES ('r1', 'test', 'q1', 0.7, 0.1, 0.1, 0.1, 'a', 'true');
    INSERT INTO events VALUES ('r1', 0, 1, 'created', '');
    INSERT INTO submissions VALUES ('s1', 'r1', 'c1', 'submission.csv', 'h', 's', 1, 0, 0, 0, '[]', NULL, 1);
    INSERT INTO scores VALUES ('s1', 'local', 1, 1, 1);
    DELETE FROM runs WHERE id = 'r1';
  `);
  for (const table of ['metrics', 'predictions', 'events', 'submissions', 'scores'])
    expect(history.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0);
});

test('a submission may belong to no run', () => {
  history.exec(
    "INSERT INTO submissions VALUES ('s1', NULL, 'c1', 'submission.csv', 'h', 's', 1, 0, 0, 0, '[]', NULL, 1)",
  );
  expect(history.prepare('SELECT count(*) FROM submissions').pluck().get()).toBe(1);
});

test('the leaderboard of 5,000 runs is found through indices', () => {
  const plan = history
    .prepare(
      "EXPLAIN QUERY PLAN SELECT * FROM submissions JOIN runs ON runs.id = run_id LEFT JOIN scores ON scores.submission_id = submissions.id WHERE submissions.challenge_id = 'c1'",
    )
    .all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).filter((detail) => detail.startsWith('SCAN'))).toEqual([]);
});
