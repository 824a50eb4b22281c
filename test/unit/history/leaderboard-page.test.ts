import { afterAll, beforeAll, expect, test } from 'vitest';
import { purposes, stream } from '../../../src-main/common/random.ts';
import { openHistory, type History } from '../../../src-main/history/database.ts';
import { headOfLeaderboard } from '../../../src-main/history/leaderboard-head.ts';
import {
  pageOfLeaderboard,
  type LeaderboardFilter,
  type RankedRow,
} from '../../../src-main/history/leaderboard-page.ts';

let history: History;

/** 300 lines with ties and gaps in every column: runs with and without submission, submissions from elsewhere. */
beforeAll(() => {
  history = openHistory(':memory:');
  history.exec(`
    INSERT INTO challenges VALUES ('c1', 'one', '{}', 1), ('c2', 'two', '{}', 1);
    INSERT INTO members (name) VALUES ('min'), ('jun'), ('수진')`);
  const random = stream(5, purposes.subset);
  const pick = <T>(...values: readonly T[]): T => values[random.below(values.length)]!;
  const score = (): number | null => pick(null, 0.1 * random.below(10), random.uniform());
  const addRun = history.prepare(
    `INSERT INTO runs
       (id, name, kind, challenge_id, model_name, model_fingerprint, recipe, recipe_hash, code_version, seed, environment,
        member, note, tags, starred, final, status, resumable, validation_accuracy, warnings, created_at, train_seconds)
     VALUES (?, ?, 'train', 'c1', ?, 'f', '{}', 'h', '1', 0, '{}', ?, ?, ?, ?, ?, 'done', 0, ?, '[]', ?, ?)`,
  );
  const addSubmission = history.prepare(
    "INSERT INTO submissions (id, run_id, challenge_id, file_name, flags, member, created_at) VALUES (?, ?, ?, 'from outside.csv', ?, ?, ?)",
  );
  const addScore = history.prepare('INSERT INTO scores VALUES (?, ?, ?, ?, 1)');
  for (let n = 0; n < 300; n++) {
    const [run, submission] = [`r${n}`, `s${n}`];
    const kind = pick('run', 'both', 'submission');
    const name = pick('Lr', 'lr', 'size', '밤샘');
    const marks = [pick(0, 1), pick(0, 1)];
    if (kind !== 'submission')
      addRun.run(
        ...[
          run,
          name,
          pick('3B', '7B'),
          pick(null, 'min', 'jun'),
          pick('', 'a NOTE'),
          pick('[]', '["x","y"]'),
        ],
        ...[...marks, score(), n, pick(null, 60, 90)],
      );
    if (kind === 'run') continue;
    const flags = pick('[]', '[{"code":"collapsed","message":""}]');
    addSubmission.run(submission, kind === 'both' ? run : null, 'c1', flags, pick('min', '수진'), 1000 + n);
    for (const source of ['local', 'kaggle'])
      if (random.below(2)) addScore.run(submission, source, score(), score());
  }
  addSubmission.run('elsewhere', null, 'c2', '[]', null, 1);
});

afterAll(() => history.close());

function page(query: Partial<LeaderboardFilter> = {}): { total: number; rows: RankedRow[] } {
  return pageOfLeaderboard(history, {
    challengeId: 'c1',
    submissionId: null,
    member: null,
    model: null,
    tag: null,
    flagged: null,
    starred: false,
    final: false,
    text: '',
    sort: 'rank',
    descending: false,
    offset: 0,
    limit: 1000,
    ...query,
  });
}

/** Numbers rise, texts go by code; null comes last, whichever the direction. */
function compare(one: string | number | null, other: string | number | null, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one === other ? 0 : one < other ? -sign : sign;
}

test('ranks are by public score, then validation, then time', () => {
  const rows = page().rows;
  const sorted = rows.toSorted(
    (one, other) =>
      compare(one.publicScore, other.publicScore, -1) ||
      compare(one.validationAccuracy, other.validationAccuracy, -1) ||
      one.createdAt - other.createdAt,
  );
  expect(rows.map(({ createdAt }) => createdAt)).toEqual(sorted.map(({ createdAt }) => createdAt));
  expect(rows.map(({ rank }) => rank)).toEqual(rows.map((_, i) => i + 1));
});

test.each([
  ['name', (row: RankedRow) => row.name.toLowerCase()],
  ['member', (row: RankedRow) => row.member],
  ['model', (row: RankedRow) => row.model],
  ['validation', (row: RankedRow) => row.validationAccuracy],
  ['public', (row: RankedRow) => row.publicScore],
  ['private', (row: RankedRow) => row.privateScore],
  ['created', (row: RankedRow) => row.createdAt],
  ['trainSeconds', (row: RankedRow) => row.trainSeconds],
] as const)('sorted by %s both ways, ties by rank, nothing last', (sort, value) => {
  const all = page().rows;
  for (const descending of [false, true]) {
    const sorted = all.toSorted(
      (one, other) => compare(value(one), value(other), descending ? -1 : 1) || one.rank - other.rank,
    );
    expect(page({ sort, descending }).rows).toEqual(sorted);
  }
});

const filters: readonly [Partial<LeaderboardFilter>, (row: RankedRow) => boolean][] = [
  [{ member: '수진' }, (row) => row.member === '수진'],
  [{ model: '7B' }, (row) => row.model === '7B'],
  [{ tag: 'y' }, (row) => row.tags.includes('"y"')],
  [{ flagged: true }, (row) => (row.flags ?? '[]') !== '[]'],
  [{ flagged: false }, (row) => (row.flags ?? '[]') === '[]'],
  [{ starred: true }, (row) => row.starred === 1],
  [{ final: true }, (row) => row.final === 1],
  [{ text: 'LR' }, (row) => row.name.toLowerCase() === 'lr'],
  [{ text: 'note' }, (row) => row.note === 'a NOTE'],
  [{ text: '밤' }, (row) => row.name === '밤샘'],
  [{ submissionId: 's7' }, (row) => row.submissionId === 's7'],
  [
    { member: 'min', starred: true, text: 'lr' },
    (row) => row.member === 'min' && row.starred === 1 && row.name.toLowerCase() === 'lr',
  ],
];

test.each(filters)('filter %j: the same lines with the same ranks, counted', (filter, keeps) => {
  const kept = page().rows.filter(keeps);
  expect(kept.length).toBeGreaterThan(0);
  expect(page(filter)).toEqual({ total: kept.length, rows: kept });
});

test('pages in a row are the whole, and one beyond the end still counts', () => {
  const query = { sort: 'name', text: 'r' } as const;
  const all = page(query);
  const pages = [0, 40, 80, 120, 160, 200, 240].flatMap(
    (offset) => page({ ...query, offset, limit: 40 }).rows,
  );
  expect(pages).toEqual(all.rows);
  expect(page({ ...query, offset: 500 })).toEqual({ total: all.total, rows: [] });
});

test('the head names the best, each member’s best, and what there is to filter by', () => {
  const head = headOfLeaderboard(history, 'c1');
  const rows = page().rows;
  expect(head.submissions).toBe(rows.filter(({ submissionId }) => submissionId !== null).length);
  expect(head.best).toEqual({
    public: rows[0]!.publicScore,
    name: rows[0]!.name,
    member: rows[0]!.member,
    runId: rows[0]!.runId,
  });
  const bestOf = (name: string): number =>
    Math.max(...rows.filter(({ member }) => member === name).map((row) => row.publicScore ?? 0));
  expect(head.bestByMember.toSorted((one, other) => (one.member < other.member ? -1 : 1))).toEqual(
    ['jun', 'min', '수진']
      .map((member) => ({ member, public: bestOf(member) }))
      .filter(({ public: score }) => score > 0),
  );
  expect([head.members, head.models]).toEqual([
    ['jun', 'min', '수진'],
    ['3B', '7B'],
  ]);
});
