import { messageOf } from '../common/errors.ts';
import type { Letter } from '../common/letters.ts';
import { mcNemarTest, pairedBootstrap } from '../common/statistics.ts';
import { loadChallenge, type Challenge } from '../data/challenge.ts';
import { listLetters } from '../history/predictions.ts';
import { diffRecipes, formatDiff, type RecipeChange } from '../recipe/diff.ts';
import { challengeOfRun } from './challenge-of-run.ts';
import type { Services } from './context.ts';
import type { RunDocument } from './runs/document.ts';
import { loadRun } from './runs/store.ts';
import { accuracyOf, type Accuracy } from './scoring.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** What the second run's answers brought against the first's, on the questions that both answered. */
export interface Effect {
  readonly on: 'validation' | 'test';
  readonly before: Accuracy;
  readonly after: Accuracy;
  /** Second less first, with a 95 % interval by paired bootstrap. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Questions that only the first, and only the second, got right. */
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  /** McNemar's exact test; above 0.05 the difference is within noise. */
  readonly p: number;
  readonly withinNoise: boolean;
}

/** Two runs side by side: what was changed, and what it brought. */
export interface Comparison {
  readonly before: RunDocument;
  readonly after: RunDocument;
  readonly changes: readonly RecipeChange[];
  /** The changes on one line: `lr 1e-4 → 2e-4, r 8 → 32`. */
  readonly changed: string;
  /** Differences beside the recipe: challenge, model weights, code version. */
  readonly otherwise: readonly string[];
  readonly effects: readonly Effect[];
  /** Why an effect could not be measured. */
  readonly notes: readonly string[];
}

/** Compares two runs question by question. */
export async function compareRuns(
  services: Services,
  beforeId: string,
  afterId: string,
): Promise<Comparison> {
  const [before, after] = await Promise.all([loadRun(services, beforeId), loadRun(services, afterId)]);
  const unknown = new Set([...before.unknownFields, ...after.unknownFields]);
  const changes = diffRecipes(before.recipe, after.recipe).filter(({ path }) => !unknown.has(path));
  return {
    before,
    after,
    changes,
    changed: formatDiff(changes),
    otherwise: otherDifferences(before, after),
    ...(await measureEffects(services, before, after)),
  };
}

function otherDifferences(before: RunDocument, after: RunDocument): string[] {
  const differences: string[] = [];
  const compare = (what: string, one: string, other: string): void => {
    if (one !== other) differences.push(`${what} ${one} → ${other}`);
  };
  compare('kind', before.kind, after.kind);
  compare('challenge', challengeName(before), challengeName(after));
  compare('weights', before.model.fingerprint.slice(0, 8), after.model.fingerprint.slice(0, 8));
  compare('code', before.codeVersion, after.codeVersion);
  compare(
    'provider',
    String(before.environment['provider'] ?? 'unknown'),
    String(after.environment['provider'] ?? 'unknown'),
  );
  return differences;
}

function challengeName({ challenge }: RunDocument): string {
  return `${challenge.name} (${challenge.sha256.slice(0, 8)})`;
}

type Measured = Pick<Comparison, 'effects' | 'notes'>;

async function measureEffects(
  services: Services,
  before: RunDocument,
  after: RunDocument,
): Promise<Measured> {
  if (before.challenge.sha256 !== after.challenge.sha256)
    return {
      effects: [],
      notes: [hostMessage('different-challenges', {})],
    };
  let challenge: Challenge;
  try {
    challenge = (await loadChallenge(challengeOfRun(services, after))).challenge;
  } catch (error) {
    return { effects: [], notes: [hostMessage('answers-unreadable', { reason: messageOf(error) })] };
  }
  const truths = { validation: trainTruth(challenge), test: testTruth(challenge) };
  const effects = (['validation', 'test'] as const).flatMap((on) => {
    const answers = [before, after].map(({ id }) => answersOf(services, id, on)) as [Answers, Answers];
    return effectOf(on, truths[on], answers) ?? [];
  });
  return {
    effects,
    notes: effects.length === 0 ? [hostMessage('no-shared-question', {})] : [],
  };
}

type Answers = ReadonlyMap<string, string>;

function answersOf({ history }: Services, id: string, split: string): Answers {
  return listLetters(history, id, split);
}

function trainTruth({ train }: Challenge): ReadonlyMap<string, Letter> {
  return new Map(train.flatMap(({ id, answer }) => (answer === null ? [] : [[id, answer] as const])));
}

function testTruth({ solution }: Challenge): ReadonlyMap<string, Letter> {
  return new Map([...(solution ?? [])].map(([id, { answer }]) => [id, answer]));
}

function effectOf(on: Effect['on'], truth: Answers, [first, second]: [Answers, Answers]): Effect | null {
  const shared = [...truth].filter(([id]) => first.has(id) && second.has(id));
  if (shared.length === 0) return null;
  const rights = (answers: Answers): boolean[] => shared.map(([id, answer]) => answers.get(id) === answer);
  const [before, after] = [rights(first), rights(second)];
  const onlyBefore = before.filter((right, i) => right && !after[i]).length;
  const onlyAfter = after.filter((right, i) => right && !before[i]).length;
  const p = mcNemarTest(onlyBefore, onlyAfter);
  return {
    on,
    before: accuracyOf(before),
    after: accuracyOf(after),
    ...pairedBootstrap(before, after),
    onlyBefore,
    onlyAfter,
    p,
    withinNoise: p > 0.05,
  };
}
