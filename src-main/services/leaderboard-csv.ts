import { stringify } from 'csv-stringify/sync';
import type { LeaderboardQuery, LeaderboardRow } from '../contract/index.ts';
import type { Services } from './context.ts';
import { leaderboardPage } from './leaderboard-page.ts';

const pageSize = 500;

const columns: readonly (readonly [string, (row: LeaderboardRow) => string | number | null])[] = [
  ['rank', ({ rank }) => rank],
  ['name', ({ name }) => name],
  ['member', ({ member }) => member],
  ['model', ({ model }) => model],
  ['public', (row) => row.public],
  ['private', (row) => row.private],
  ['score_from', ({ scoreSource }) => scoreSource],
  ['validation', ({ validation }) => validation?.accuracy ?? null],
  ['validation_low', ({ validation }) => validation?.low ?? null],
  ['validation_high', ({ validation }) => validation?.high ?? null],
  ['parent', ({ parentName }) => parentName],
  ['changed', ({ changes }) => changes.map(({ text }) => text).join(', ')],
  ['a', ({ letters }) => letters?.a ?? null],
  ['b', ({ letters }) => letters?.b ?? null],
  ['c', ({ letters }) => letters?.c ?? null],
  ['d', ({ letters }) => letters?.d ?? null],
  ['flags', ({ flags }) => flags.map(({ code }) => code).join(' ')],
  ['starred', ({ starred }) => (starred ? 'yes' : '')],
  ['final', ({ final }) => (final ? 'yes' : '')],
  ['tags', ({ tags }) => tags.join(' ')],
  ['note', ({ note }) => note],
  ['when', ({ created }) => new Date(created).toISOString()],
  ['train_seconds', ({ trainSeconds }) => trainSeconds],
  ['run', ({ runId }) => runId],
];

/** The leaderboard as a table for spreadsheets: all lines that the filter leaves, in its order. With a byte order mark, without which Excel takes Korean for another encoding. */
export function leaderboardCsv(services: Services, query: LeaderboardQuery): string {
  const rows: LeaderboardRow[] = [];
  for (let total = Infinity; rows.length < total;) {
    const page = leaderboardPage(services, { ...query, page: { offset: rows.length, limit: pageSize } });
    total = page.total;
    rows.push(...page.rows);
    if (page.rows.length === 0) break;
  }
  return stringify([columns.map(([name]) => name), ...rows.map((row) => columns.map(([, of]) => of(row)))], {
    bom: true,
    // A note that begins with "=" is a note, never a formula.
    escape_formulas: true,
  });
}
