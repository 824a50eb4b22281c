import type { Letter } from '../common/letters.ts';
import { leaderboardRows, type LeaderboardRow } from '../history/leaderboard.ts';
import { diffRecipes, formatDiff } from '../recipe/diff.ts';
import { parseRecipe } from '../recipe/migrate.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { Services } from './context.ts';
import type { Flag } from './runs/document.ts';

/** One line of the leaderboard, ranked by public score, or by validation accuracy where there is none. */
export interface LeaderboardEntry {
  readonly rank: number;
  readonly runId: string | null;
  readonly name: string;
  readonly member: string | null;
  readonly model: string | null;
  readonly parent: string | null;
  /** What the recipe changed against its parent's, such as `lr 1e-4 → 2e-4`. */
  readonly changed: string;
  readonly validation: { readonly accuracy: number; readonly low: number; readonly high: number } | null;
  readonly public: number | null;
  readonly private: number | null;
  readonly scoreSource: 'local' | 'kaggle' | null;
  readonly letters: Record<Letter, number> | null;
  readonly flags: readonly Flag[];
  readonly starred: boolean;
  readonly final: boolean;
  readonly created: string;
  readonly trainSeconds: number | null;
}

/** All submissions and finished runs of a challenge (by its hash), or of all challenges. */
export function leaderboard({ history }: Services, challengeId: string | null = null): LeaderboardEntry[] {
  return leaderboardRows(history, challengeId).map((row, index) => entryOf(row, index + 1));
}

function entryOf(row: LeaderboardRow, rank: number): LeaderboardEntry {
  const {
    validationAccuracy: accuracy,
    validationLow: low,
    validationHigh: high,
    countA,
    countB,
    countC,
    countD,
  } = row;
  return {
    rank,
    runId: row.runId,
    name: row.name,
    member: row.member,
    model: row.model,
    parent: row.parentName,
    changed: changeOf(row),
    validation: accuracy === null || low === null || high === null ? null : { accuracy, low, high },
    public: row.publicScore,
    private: row.privateScore,
    scoreSource: row.scoreSource,
    letters: countA === null ? null : { a: countA, b: countB ?? 0, c: countC ?? 0, d: countD ?? 0 },
    flags: flagsOf(row),
    starred: row.starred === 1,
    final: row.final === 1,
    created: new Date(row.createdAt).toISOString(),
    trainSeconds: row.trainSeconds,
  };
}

function changeOf({ parentRecipe, recipe }: LeaderboardRow): string {
  if (parentRecipe === null || recipe === null) return '';
  return formatDiff(diffRecipes(parseRecipe(JSON.parse(parentRecipe)), parseRecipe(JSON.parse(recipe))));
}

/** What the guards stored with the submission, why a run ended early, and whether validation was no better than guessing. */
export function flagsOf({
  flags,
  outcomeReason,
  outcomeMessage,
  validationLow,
}: Pick<LeaderboardRow, 'flags' | 'outcomeReason' | 'outcomeMessage' | 'validationLow'>): Flag[] {
  const stored = flags === null ? [] : (JSON.parse(flags) as Flag[]);
  const ended = outcomeReason === null ? [] : [{ code: outcomeReason, message: outcomeMessage ?? '' }];
  const message = hostMessage('validation-near-chance', {});
  const chance = validationLow !== null && validationLow <= 0.25 ? [{ code: 'near-chance', message }] : [];
  return [...stored, ...ended, ...chance];
}
