import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf, QuartetError } from '../common/errors.ts';
import { migrations } from './migrations/index.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** An open history; the other files of this folder take it as their first argument. */
export type History = Database.Database;

/**
 * Opens (or makes) the SQLite file and brings it to this version's tables.
 * Errors: UNSUPPORTED when a newer Quartet wrote it, INVALID_INPUT when it is no readable history.
 */
export function openHistory(file: string): History {
  mkdirSync(dirname(file), { recursive: true });
  let history: History | undefined;
  try {
    // The command line, the window and a server may share one file.
    history = new Database(file, { timeout: 10_000 });
    history.pragma('journal_mode = WAL');
    history.pragma('synchronous = NORMAL');
    history.pragma('foreign_keys = ON');
    migrate(history, file);
    return history;
  } catch (error) {
    history?.close();
    if (error instanceof QuartetError) throw error;
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('history-unreadable', { file, reason: messageOf(error) }),
      { cause: error },
    );
  }
}

/** Runs the migrations that `history` has not seen, each in a transaction of its own. */
export function migrate(history: History, file: string, upTo: number = migrations.length): void {
  const found = versionOf(history);
  if (found > migrations.length)
    throw new QuartetError(
      'UNSUPPORTED',
      hostMessage('history-newer', { file, found, known: migrations.length }),
    );
  for (let version = found; version < upTo; version++) {
    const step = history.transaction(() => {
      // Another process may have migrated between our look and our lock.
      if (versionOf(history) !== version) return;
      history.exec(migrations[version] as string);
      history.pragma(`user_version = ${version + 1}`);
    });
    step.immediate();
  }
}

/** The history's version: how many migrations it has seen. */
export function versionOf(history: History): number {
  return history.pragma('user_version', { simple: true }) as number;
}

/** A number that moves when another process has written to the history. */
export function dataVersion(history: History): number {
  return history.pragma('data_version', { simple: true }) as number;
}

const statements = new WeakMap<History, Map<string, Database.Statement>>();

/** A statement that is prepared once: writing a run sets off triggers, and to compile those takes longer than to run them. */
export function prepared(history: History, sql: string): Database.Statement {
  const known = statements.get(history) ?? new Map<string, Database.Statement>();
  statements.set(history, known);
  const statement = known.get(sql) ?? history.prepare(sql);
  known.set(sql, statement);
  return statement;
}
