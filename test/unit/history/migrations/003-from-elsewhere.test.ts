import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, versionOf } from '../../../../src-main/history/database.ts';

test('a history of version 2 keeps what it has, and takes adapters and submissions from elsewhere', () => {
  const history = new Database(':memory:');
  history.pragma('foreign_keys = ON');
  migrate(history, ':memory:', 2);
  history.exec(`
    INSERT INTO challenges VALUES ('c1', 'sample', '{}', 1);
    INSERT INTO runs
      (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed,
       environment, note, tags, starred, final, status, resumable, warnings, created_at)
    VALUES ('r1', 'first', 'zero-shot', 'c1', 'm', 'f', '{}', 'h', '1', 0, '{}', '', '[]', 0, 0, 'done', 0, '[]', 1);
    INSERT INTO submissions VALUES ('s1', 'r1', 'c1', 'submission.csv', 'hash', 'sha', 4, 3, 2, 1, '[]', NULL, 1);
    INSERT INTO scores VALUES ('s1', 'kaggle', 0.9, NULL, 1)`);
  migrate(history, ':memory:', 3);
  expect(versionOf(history)).toBe(3);
  expect(history.prepare('SELECT id, kind, unknown_fields FROM runs').all()).toEqual([
    { id: 'r1', kind: 'zero-shot', unknown_fields: '[]' },
  ]);
  expect(
    history
      .prepare('SELECT id, run_id, answers_hash, sha256, count_a, count_b, count_c, count_d FROM submissions')
      .raw()
      .all(),
  ).toEqual([['s1', 'r1', 'hash', 'sha', 4, 3, 2, 1]]);
  expect(history.prepare('SELECT public FROM scores').pluck().all()).toEqual([0.9]);
  history.exec("UPDATE runs SET kind = 'adapter'; UPDATE runs SET kind = 'submission'");
  expect(() => history.exec("UPDATE runs SET kind = 'dream'")).toThrow(/CHECK/);
  history.exec('UPDATE submissions SET answers_hash = NULL, sha256 = NULL, count_a = NULL');
  const plan = history.prepare("EXPLAIN QUERY PLAN SELECT * FROM submissions WHERE answers_hash = 'x'").all();
  expect(JSON.stringify(plan)).toContain('submissions_by_answers');
  history.exec("DELETE FROM runs WHERE id = 'r1'");
  expect(history.prepare('SELECT count(*) FROM scores').pluck().get()).toBe(0);
});
