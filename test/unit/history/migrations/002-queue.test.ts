import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, versionOf } from '../../../../src-main/history/database.ts';

test('a history of version 1 keeps its runs and gets a queue that forgets deleted runs', () => {
  const history = new Database(':memory:');
  history.pragma('foreign_keys = ON');
  migrate(history, ':memory:', 1);
  history.exec(`
    INSERT INTO challenges VALUES ('c1', 'sample', '{}', 1);
    INSERT INTO runs
      (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed,
       environment, note, tags, starred, final, status, resumable, warnings, created_at)
    VALUES ('r1', 'first', 'train', 'c1', 'm', 'f', '{}', 'h', '1', 0, '{}', '', '[]', 0, 0, 'queued', 0, '[]', 1)`);
  migrate(history, ':memory:', 2);
  expect(versionOf(history)).toBe(2);
  expect(history.prepare('SELECT name FROM runs').pluck().all()).toEqual(['first']);
  history.exec("INSERT INTO queue (run_id, place) VALUES ('r1', 1)");
  expect(() => history.exec("INSERT INTO queue (run_id, place) VALUES ('nobody', 1)")).toThrow(/FOREIGN KEY/);
  history.exec("DELETE FROM runs WHERE id = 'r1'");
  expect(history.prepare('SELECT count(*) FROM queue').pluck().get()).toBe(0);
});
