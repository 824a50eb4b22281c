import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistory, versionOf } from '../../../src-main/history/database.ts';
import { migrations } from '../../../src-main/history/migrations/index.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-history-'));
  file = join(folder, 'deep', 'history.sqlite');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a new history has every table strict, foreign keys on, WAL and the newest version', () => {
  const history = openHistory(file);
  const tables = history
    .prepare(
      "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();
  expect(tables).toEqual(
    [
      'challenges',
      'edits',
      'events',
      'installation',
      'leaderboard',
      'members',
      'metrics',
      'predictions',
      'queue',
      'runs',
      'scores',
      'shared_runs',
      'shared_segments',
      'submissions',
    ].map((name) => ({ name, strict: 1 })),
  );
  expect(history.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(history.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(versionOf(history)).toBe(migrations.length);
  history.close();
});

test('opening again keeps what is there', () => {
  const first = openHistory(file);
  first.prepare("INSERT INTO members (name) VALUES ('수진')").run();
  first.close();
  const second = openHistory(file);
  expect(second.prepare('SELECT name FROM members').pluck().all()).toEqual(['수진']);
  second.close();
});

test('a newer history is left alone and says so', () => {
  openHistory(file).close();
  const raw = new Database(file);
  raw.pragma(`user_version = ${migrations.length + 1}`);
  raw.close();
  expect(() => openHistory(file)).toThrow(/newer Quartet.*Update Quartet/);
  const again = new Database(file);
  expect(again.pragma('user_version', { simple: true })).toBe(migrations.length + 1);
  again.close();
});

test('a file that is no history names itself and the way out', async () => {
  openHistory(file).close();
  await writeFile(file, 'not a database at all, '.repeat(100));
  expect(() => openHistory(file)).toThrow(/history\.sqlite.*history rebuild/);
});

test('two processes may open a new history at once', () => {
  const [one, other] = [openHistory(file), openHistory(file)];
  one.prepare("INSERT INTO members (name) VALUES ('a')").run();
  other.prepare("INSERT INTO members (name) VALUES ('b')").run();
  expect(one.prepare('SELECT count(*) FROM members').pluck().get()).toBe(2);
  one.close();
  other.close();
});
