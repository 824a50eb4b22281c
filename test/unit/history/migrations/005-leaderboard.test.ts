import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { purposes, stream } from '../../../../src-main/common/random.ts';
import { migrate } from '../../../../src-main/history/database.ts';

type Row = Record<string, string | number | null>;

function open(upTo: number): Database.Database {
  const history = new Database(':memory:');
  history.pragma('foreign_keys = ON');
  migrate(history, ':memory:', upTo);
  history.exec("INSERT INTO challenges VALUES ('c1', 'one', '{}', 1), ('c2', 'two', '{}', 1)");
  history.exec("INSERT INTO members (name) VALUES ('min'), ('jun')");
  return history;
}

const addRun = `INSERT OR IGNORE INTO runs
  (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed, environment, member,
   note, tags, starred, final, status, outcome_reason, resumable, validation_accuracy, validation_low, warnings, created_at, train_seconds)
  VALUES (@id, 'Lr ' || @id, 'train', @challenge, @model, 'f', '{}', 'h', '1', 0, '{}', 'min',
   'Note', '["t"]', 0, 0, @status, NULL, 0, @validation, @validation - 0.1, '[]', @at, 60)`;
const addSubmission = `INSERT OR IGNORE INTO submissions
  (id, run_id, challenge_id, file_name, flags, member, created_at)
  VALUES (@id, @run, @challenge, 'file.csv', @flags, @member, @at)`;

/** What the leaderboard must hold, told in another way than its view does: from the tables' rows, one by one. */
function expected(history: Database.Database): Row[] {
  const all = (table: string): Row[] => history.prepare<[], Row>(`SELECT * FROM ${table}`).all();
  const [runs, submissions, scores] = [all('runs'), all('submissions'), all('scores')];
  const unsubmitted = runs.filter(
    ({ id, status }) =>
      ['done', 'stopped'].includes(String(status)) && !submissions.some(({ run_id }) => run_id === id),
  );
  const entries = [
    ...submissions.map((row) => [row, runs.find(({ id }) => id === row['run_id'])] as const),
    ...unsubmitted.map((run) => [undefined, run] as const),
  ];
  return entries.map(([submission, run]) => {
    const own = scores.filter(({ submission_id }) => submission_id === submission?.['id']);
    const of = (source: string): Row | undefined => own.find((row) => row['source'] === source);
    const score = (part: string) => of('kaggle')?.[part] ?? of('local')?.[part] ?? null;
    const name = String(run?.['name'] ?? submission?.['file_name']);
    const low = run?.['validation_low'] ?? null;
    const { challenge_id, created_at } = submission ?? run;
    return {
      submission_id: submission?.['id'] ?? null,
      run_id: run?.['id'] ?? null,
      challenge_id: challenge_id!,
      name,
      member: submission?.['member'] ?? run?.['member'] ?? null,
      model: run?.['model_name'] || null,
      validation: run?.['validation_accuracy'] ?? null,
      public: score('public'),
      private: score('private'),
      score_source:
        (of('kaggle')?.['public'] ?? null) !== null
          ? 'kaggle'
          : (of('local')?.['public'] ?? null) !== null
            ? 'local'
            : null,
      flagged: Number(
        (submission?.['flags'] ?? '[]') !== '[]' ||
          (run?.['outcome_reason'] ?? null) !== null ||
          (low !== null && Number(low) <= 0.25),
      ),
      starred: run?.['starred'] ?? 0,
      final: run?.['final'] ?? 0,
      tags: run?.['tags'] ?? '[]',
      words: [
        name,
        submission?.['member'] ?? run?.['member'],
        run?.['model_name'],
        run?.['note'],
        run?.['tags'],
      ]
        .filter((word) => word !== null && word !== undefined)
        .join(' ')
        .toLowerCase(),
      created_at: created_at!,
      train_seconds: run?.['train_seconds'] ?? null,
    };
  });
}

function lines(history: Database.Database): Row[] {
  return history.prepare<[], Row>('SELECT * FROM leaderboard').all();
}

function sorted(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

test('a history of version 4 gets a line for each submission and each finished run without one', () => {
  const history = open(4);
  const run = { challenge: 'c1', model: 'm', validation: 0.8, at: 1 };
  history.prepare(addRun).run({ ...run, id: 'r1', status: 'done' });
  history.prepare(addRun).run({ ...run, id: 'r2', status: 'stopped' });
  history.prepare(addRun).run({ ...run, id: 'r3', status: 'queued' });
  const submission = { challenge: 'c1', flags: '[]', member: null, at: 2 };
  history.prepare(addSubmission).run({ ...submission, id: 's1', run: 'r1' });
  history.prepare(addSubmission).run({ ...submission, id: 's2', run: null });
  migrate(history, ':memory:', 5);
  expect(lines(history).map(({ submission_id, run_id }) => [submission_id, run_id])).toEqual([
    ['s1', 'r1'],
    ['s2', null],
    [null, 'r2'],
  ]);
  expect(sorted(lines(history))).toEqual(sorted(expected(history)));
});

test('whatever is written, the lines are what the tables say', () => {
  const history = open(5);
  const random = stream(7, purposes.subset);
  const pick = <T>(...values: readonly T[]): T => values[random.below(values.length)]!;
  const run = (): string => `r${random.below(8)}`;
  const submission = (): string => `s${random.below(10)}`;
  const known = (table: string, id: string): string | null =>
    history.prepare<[string], string>(`SELECT id FROM ${table} WHERE id = ?`).pluck().get(id) ?? null;
  const writes: readonly (() => void)[] = [
    () =>
      history.prepare(addRun).run({
        id: run(),
        challenge: pick('c1', 'c2'),
        model: pick('', 'm'),
        status: pick('queued', 'running', 'done', 'stopped', 'failed'),
        validation: pick(null, 0.3, 0.9),
        at: random.below(100),
      }),
    () =>
      history.prepare(addSubmission).run({
        id: submission(),
        run: pick(null, known('runs', run())),
        challenge: 'c1',
        flags: pick('[]', '[{"code":"collapsed"}]'),
        member: pick(null, 'jun'),
        at: random.below(100),
      }),
    () => {
      const id = known('submissions', submission());
      const values = [pick(null, random.uniform()), pick(null, random.uniform())];
      if (id !== null)
        history
          .prepare('INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?, 1)')
          .run(id, pick('local', 'kaggle'), ...values);
    },
    () =>
      history
        .prepare('UPDATE runs SET name = ?, starred = ? WHERE id = ?')
        .run(pick('A', 'b'), pick(0, 1), run()),
    () =>
      history
        .prepare('UPDATE runs SET status = ?, outcome_reason = ? WHERE id = ?')
        .run(pick('done', 'running'), pick(null, 'guard'), run()),
    () =>
      history
        .prepare('UPDATE submissions SET run_id = ? WHERE id = ?')
        .run(known('runs', run()), submission()),
    () => history.prepare('UPDATE scores SET public = 0.5 WHERE submission_id = ?').run(submission()),
    () => history.prepare('DELETE FROM scores WHERE submission_id = ?').run(submission()),
    () => history.prepare('DELETE FROM submissions WHERE id = ?').run(submission()),
    () => history.prepare('DELETE FROM runs WHERE id = ?').run(run()),
  ];
  let most = 0;
  for (let n = 0; n < 500; n++) {
    pick(...writes)();
    expect(sorted(lines(history)), `after write ${n}`).toEqual(sorted(expected(history)));
    most = Math.max(most, lines(history).length);
  }
  expect(most).toBeGreaterThan(8);
});

test.each([
  ['leaderboard_lines', 'run_id'],
  ['submission_lines', 'submission_id'],
])('of %s with one %s no table is searched for anything else', (view, column) => {
  const plan = open(5)
    .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT * FROM ${view} WHERE ${column} = 'x'`)
    .all();
  const reads = plan.map(({ detail }) => detail).filter((detail) => /^(SCAN|SEARCH)/.test(detail));
  expect(reads.length).toBeGreaterThan(3);
  const wanted = /\((run_)?id=\?\)|submission_id=\? AND source=\?|^SCAN leaderboard_lines$/;
  expect(reads.filter((detail) => !wanted.test(detail))).toEqual([]);
});
