import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistory, type History } from '../../../src-main/history/database.ts';
import {
  dequeue,
  enqueue,
  listQueue,
  release,
  settleTaken,
  takeNext,
} from '../../../src-main/history/queue.ts';

let history: History;

beforeEach(() => {
  history = openHistory(':memory:');
  history.exec("INSERT INTO challenges VALUES ('c1', 'sample', '{}', 1)");
  for (const id of ['a', 'b', 'c', 'd']) addRun(id, 'queued');
});

afterEach(() => history.close());

function addRun(id: string, status: string): void {
  history
    .prepare(
      `INSERT INTO runs
        (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed,
         environment, note, tags, starred, final, status, resumable, warnings, created_at)
       VALUES (?, 'r', 'train', 'c1', 'm', 'f', '{}', 'h', '1', 0, '{}', '', '[]', 0, 0, ?, 0, '[]', 1)`,
    )
    .run(id, status);
}

const order = (): string =>
  listQueue(history)
    .map(({ runId }) => runId)
    .join('');

test('front, back, moved, taken out', () => {
  enqueue(history, ['a', 'b'], 'back');
  enqueue(history, ['c', 'd'], 'front');
  expect(order()).toBe('cdab');
  enqueue(history, ['b', 'a', 'd', 'c'], 'back');
  expect(order()).toBe('badc');
  expect(dequeue(history, 'a')).toBe(true);
  expect(dequeue(history, 'a')).toBe(false);
  expect(order()).toBe('bdc');
});

test('one at a time, whoever asks, and never beside a run of another process', () => {
  enqueue(history, ['a', 'b'], 'back');
  expect(takeNext(history, 'p1', 1)).toBe('a');
  expect(takeNext(history, 'p2', 1)).toBe(null);
  expect(takeNext(history, 'p2', 2)).toBe('b');
  expect(takeNext(history, 'p2', 9)).toBe(null);
  release(history, 'a', 'p2');
  expect(order()).toBe('ab');
  release(history, 'a', 'p1');
  expect(order()).toBe('b');
  addRun('cli', 'running');
  enqueue(history, ['c'], 'back');
  expect(takeNext(history, 'p1', 2)).toBe(null);
  // A run that was taken and has begun counts once.
  history.exec("UPDATE runs SET status = 'running' WHERE id = 'b'");
  expect(takeNext(history, 'p1', 3)).toBe('c');
});

test('what is taken can be neither withdrawn nor moved', () => {
  enqueue(history, ['a', 'b'], 'back');
  takeNext(history, 'p1', 1);
  expect(dequeue(history, 'a')).toBe(false);
  enqueue(history, ['b', 'a'], 'back');
  expect(listQueue(history)[0]).toEqual({ runId: 'a', takenBy: 'p1' });
});

test('after a sudden end what had not begun waits again, what had begun is left to people', () => {
  enqueue(history, ['a', 'b'], 'back');
  takeNext(history, 'dead', 2);
  takeNext(history, 'dead', 2);
  history.exec("UPDATE runs SET status = 'stopped' WHERE id = 'a'");
  settleTaken(history, 'dead');
  expect(listQueue(history)).toEqual([{ runId: 'b', takenBy: null }]);
});
