import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../../../src-main/history/database.ts';
import { tagsIn } from '../../../../src-main/history/leaderboard-facts.ts';

const run = `INSERT INTO runs
  (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed, environment,
   note, tags, starred, final, status, resumable, warnings, created_at)
  VALUES (?, 'r', 'train', ?, 'm', 'f', '{}', 'h', '1', 0, '{}', '', ?, 0, 0, 'done', 0, '[]', 1)`;

test('tags of a history of version 5 are listed, sorted, each once, through an index', () => {
  const history = new Database(':memory:');
  migrate(history, ':memory:', 5);
  history.exec("INSERT INTO challenges VALUES ('c1', 'one', '{}', 1), ('c2', 'two', '{}', 1)");
  const add = history.prepare(run);
  add.run('r1', 'c1', '["밤샘","7B"]');
  add.run('r2', 'c1', '[]');
  add.run('r3', 'c1', '["7B"]');
  add.run('r4', 'c2', '["other"]');
  migrate(history, ':memory:', 6);
  expect(tagsIn(history, 'c1')).toEqual(['7B', '밤샘']);
  const plan = history
    .prepare<[], { detail: string }>(
      "EXPLAIN QUERY PLAN SELECT tags FROM leaderboard WHERE challenge_id = 'c1' AND tags <> '[]'",
    )
    .all();
  expect(plan[0]!.detail).toContain('leaderboard_tagged');
});
