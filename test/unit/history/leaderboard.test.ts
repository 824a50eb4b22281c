import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveChallenge } from '../../../src-main/history/challenges.ts';
import { openHistory, type History } from '../../../src-main/history/database.ts';
import { leaderboardRows } from '../../../src-main/history/leaderboard.ts';
import {
  claimRun,
  findRunIds,
  getRun,
  listRuns,
  saveRun,
  type RunRow,
} from '../../../src-main/history/runs.ts';
import { saveScore } from '../../../src-main/history/scores.ts';
import { insertSubmission } from '../../../src-main/history/submissions.ts';

let history: History;

beforeEach(() => {
  history = openHistory(':memory:');
  saveChallenge(history, { id: 'c1', name: 'one', source: '{}', seenAt: 1 });
});

afterEach(() => history.close());

function addRun(id: string, values: Partial<RunRow> = {}): void {
  const texts = {
    recipe: '{}',
    recipeHash: 'h',
    unknownFields: '[]',
    environment: '{}',
    note: '',
    tags: '[]',
    warnings: '[]',
  };
  const nulls = {
    parentId: null,
    member: null,
    owner: null,
    outcomeReason: null,
    outcomeMessage: null,
    validationLoss: null,
    validationAccuracy: null,
    validationLow: null,
    validationHigh: null,
    validationCount: null,
    parseFailures: null,
    trainSeconds: null,
    peakRssMb: null,
    startedAt: null,
    endedAt: null,
  };
  saveRun(history, {
    id,
    name: `run ${id}`,
    kind: 'train',
    challengeId: 'c1',
    modelName: 'm',
    modelFingerprint: 'f',
    codeVersion: '1',
    seed: 1,
    starred: 0,
    final: 0,
    resumable: 0,
    status: 'done',
    createdAt: 1,
    ...texts,
    ...nulls,
    ...values,
  });
}

function submit(id: string, runId: string | null, scores: { local?: number; kaggle?: number }): void {
  const counts = { countA: 1, countB: 2, countC: 3, countD: 4 };
  insertSubmission(history, {
    id,
    runId,
    challengeId: 'c1',
    fileName: `${id}.csv`,
    answersHash: id,
    sha256: id,
    ...counts,
    flags: '[]',
    member: null,
    createdAt: 5,
  });
  for (const [source, value] of Object.entries(scores))
    saveScore(history, {
      submissionId: id,
      source: source as 'local' | 'kaggle',
      public: value,
      private: null,
      scoredAt: 6,
    });
}

test('best public score first, what Kaggle says before what we counted, unscored runs by validation, foreign files too', () => {
  addRun('low', { validationAccuracy: 0.99 });
  submit('s-low', 'low', { local: 0.9, kaggle: 0.4 });
  addRun('high', { parentId: 'low' });
  submit('s-high', 'high', { local: 0.8 });
  submit('s-foreign', null, { kaggle: 0.6 });
  addRun('weak', { validationAccuracy: 0.3 });
  addRun('strong', { validationAccuracy: 0.7 });
  addRun('waiting', { status: 'queued' });
  const rows = leaderboardRows(history, 'c1');
  expect(rows.map(({ name, publicScore, scoreSource }) => [name, publicScore, scoreSource])).toEqual([
    ['run high', 0.8, 'local'],
    ['s-foreign.csv', 0.6, 'kaggle'],
    ['run low', 0.4, 'kaggle'],
    ['run strong', null, null],
    ['run weak', null, null],
  ]);
  expect(rows[0]).toMatchObject({ parentName: 'run low', countD: 4 });
  expect(leaderboardRows(history, 'elsewhere')).toEqual([]);
});

test('saving a run again keeps what hangs on it', () => {
  addRun('a');
  submit('s', 'a', { local: 0.5 });
  addRun('a', { note: 'later' });
  expect(getRun(history, 'a')?.note).toBe('later');
  expect(leaderboardRows(history, 'c1')).toMatchObject([{ submissionId: 's', publicScore: 0.5 }]);
});

test('runs are found by name and by the beginning of their id, the newest first', () => {
  addRun('01-a', { name: 'x', createdAt: 1 });
  addRun('01-b', { name: 'x', createdAt: 2 });
  addRun('02%', { name: '01-b', createdAt: 3 });
  expect(findRunIds(history, 'x')).toEqual({ byName: ['01-b', '01-a'], byPrefix: [] });
  expect(findRunIds(history, '01-b')).toEqual({ byName: ['02%'], byPrefix: ['01-b'] });
  expect(findRunIds(history, '%')).toEqual({ byName: [], byPrefix: [] });
  expect(listRuns(history).map(({ id }) => id)).toEqual(['02%', '01-b', '01-a']);
});

test('only one process can claim a run, and nobody a finished one', () => {
  addRun('a', { status: 'stopped' });
  addRun('b', { status: 'done' });
  expect([claimRun(history, 'a', '1'), claimRun(history, 'a', '2'), claimRun(history, 'b', '1')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(getRun(history, 'a')).toMatchObject({ status: 'running', owner: '1' });
});

test('the time to rank grows with the number of submissions, not with its square', () => {
  history.transaction(() => {
    for (let n = 0; n < 1000; n++)
      addRun(String(n), { parentId: n > 0 ? String(n - 1) : null, createdAt: n });
    for (let n = 0; n < 2600; n++) submit(`s${n}`, n < 1000 ? String(n) : null, { local: (n * 7919) % 1000 });
  })();
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    expect(leaderboardRows(history, 'c1')).toHaveLength(2600);
    return performance.now() - began;
  });
  // About 20 ms; without the index on parents or scores it is seconds.
  expect(Math.min(...times)).toBeLessThan(150);
});
