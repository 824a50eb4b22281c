import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../../../src-main/history/database.ts';

const before = 3;

test('an older history gets a name of its own, and edits that outlive the runs they are about', () => {
  const history = new Database(':memory:');
  history.pragma('foreign_keys = ON');
  migrate(history, ':memory:', before);
  history.exec(`
    INSERT INTO challenges VALUES ('c1', 'sample', '{}', 1);
    INSERT INTO runs
      (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed,
       environment, note, tags, starred, final, status, resumable, warnings, created_at)
    VALUES ('r1', 'first', 'train', 'c1', 'm', 'f', '{}', 'h', '1', 0, '{}', '', '[]', 0, 0, 'done', 0, '[]', 1)`);
  migrate(history, ':memory:', before + 1);
  expect(history.prepare('SELECT id FROM installation').pluck().all()).toEqual([
    expect.stringMatching(/^[0-9a-f]{16}$/),
  ]);
  history.exec(`
    INSERT INTO edits VALUES ('run', 'r1', 'note', '"x"', 1, 0, 'a', 0, 0);
    INSERT INTO shared_runs VALUES ('r1', 1, 'a', 1);
    DELETE FROM runs WHERE id = 'r1'`);
  expect(history.prepare('SELECT count(*) FROM edits').pluck().get()).toBe(1);
  expect(history.prepare('SELECT count(*) FROM shared_runs').pluck().get()).toBe(0);
});

test('two histories have two names', () => {
  const names = [1, 2].map(() => {
    const history = new Database(':memory:');
    migrate(history, ':memory:');
    return history.prepare('SELECT id FROM installation').pluck().get();
  });
  expect(names[0]).not.toBe(names[1]);
});
