import { QuartetError } from '../common/errors.ts';
import type { LeaderboardQuery, LeaderboardRow, Outputs } from '../contract/index.ts';
import { countHandedIn, tagsIn } from '../history/leaderboard-facts.ts';
import { headOfLeaderboard } from '../history/leaderboard-head.ts';
import { pageOfLeaderboard, type RankedRow } from '../history/leaderboard-page.ts';
import type { Services } from './context.ts';
import { gainOf } from './gain.ts';
import { flagsOf } from './leaderboard.ts';
import { storedChanges } from './recipes.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A page of the leaderboard with what its head says. */
export function leaderboardPage(
  { history }: Services,
  query: LeaderboardQuery,
): Outputs['submissions']['list'] {
  const { page, ...filter } = query;
  const { total, rows } = pageOfLeaderboard(history, { ...filter, ...page, submissionId: null });
  return {
    total,
    rows: rows.map(rowOf),
    handedInToday: countHandedIn(history, query.challengeId, startOfDay(Date.now())),
    tags: tagsIn(history, query.challengeId),
    ...headOfLeaderboard(history, query.challengeId),
  };
}

/** Kaggle counts a day from midnight in UTC to the next. */
function startOfDay(at: number): number {
  return at - (at % 86_400_000);
}

/** One submission's line. Errors: NOT_FOUND. */
export function leaderboardRow(
  { history }: Services,
  challengeId: string,
  submissionId: string,
): LeaderboardRow {
  const { rows } = pageOfLeaderboard(history, { ...unfiltered, challengeId, submissionId });
  const [row] = rows;
  if (!row) throw new QuartetError('NOT_FOUND', hostMessage('no-submission-id', { id: submissionId }));
  return rowOf(row);
}

const unfiltered = {
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
  limit: 1,
} as const;

function rowOf(row: RankedRow): LeaderboardRow {
  const { validationAccuracy: accuracy, validationLow: low, validationHigh: high, countA } = row;
  return {
    rank: row.rank,
    submissionId: row.submissionId,
    runId: row.runId,
    name: row.name,
    member: row.member,
    model: row.model,
    parentId: row.parentId,
    parentName: row.parentName,
    changes: storedChanges(row.parentRecipe, row.recipe),
    gain: gainAgainstParent(row),
    validation: accuracy === null || low === null || high === null ? null : { accuracy, low, high },
    public: row.publicScore,
    private: row.privateScore,
    scoreSource: row.scoreSource,
    letters:
      countA === null ? null : { a: countA, b: row.countB ?? 0, c: row.countC ?? 0, d: row.countD ?? 0 },
    flags: flagsOf(row),
    starred: row.starred === 1,
    final: row.final === 1,
    tags: JSON.parse(row.tags) as string[],
    note: row.note ?? '',
    created: row.createdAt,
    trainSeconds: row.trainSeconds,
  };
}

function gainAgainstParent(row: RankedRow): LeaderboardRow['gain'] {
  const { parentPublic, parentAnswers, parentAccuracy, parentLow, parentHigh } = row;
  const { publicScore, validationAccuracy, validationLow, validationHigh, countA, countB, countC, countD } =
    row;
  return gainOf(
    {
      public: parentPublic,
      answers: parentAnswers,
      accuracy: parentAccuracy,
      low: parentLow,
      high: parentHigh,
    },
    {
      public: publicScore,
      answers: (countA ?? 0) + (countB ?? 0) + (countC ?? 0) + (countD ?? 0),
      accuracy: validationAccuracy,
      low: validationLow,
      high: validationHigh,
    },
  );
}
