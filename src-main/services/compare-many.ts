import { messageOf, QuartetError } from '../common/errors.ts';
import { mcNemarTest, pairedBootstrap } from '../common/statistics.ts';
import type { Agreement, ComparedEffect, ComparedField, RunComparison } from '../contract/index.ts';
import type { Challenge } from '../data/challenge.ts';
import { getRun, type RunRow } from '../history/runs.ts';
import { listLetters } from '../history/predictions.ts';
import { canonicalJson } from '../recipe/canonical-json.ts';
import { comparableAt, formatValues, shortName } from '../recipe/diff.ts';
import { fields } from '../recipe/fields.ts';
import { openKnownChallenge } from './challenge-browser.ts';
import type { Services } from './context.ts';
import { storedRecipe } from './recipes.ts';
import { runSummaries } from './runs/summary.ts';
import { sentenceOf } from './noise-sentence.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** What answers are compared on. */
export type Part = ComparedEffect['on'];
/** Letters by question id, and the truth in the same shape. */
type Answers = ReadonlyMap<string, string>;
const parts = ['validation', 'test'] as const;

/** Two to six runs side by side; the first is what the others are measured against. Errors: NOT_FOUND. */
export async function compareMany(services: Services, ids: readonly string[]): Promise<RunComparison> {
  const runs = ids.map((id) => knownRun(services, id));
  const comparison = {
    runs: runSummaries(services, ids),
    fields: comparedFields(runs),
    otherwise: otherwise(runs),
    effects: [],
    agreement: [],
    notes: [],
  };
  const [first] = runs;
  if (runs.some(({ challengeId }) => challengeId !== first!.challengeId))
    return {
      ...comparison,
      notes: [hostMessage('different-challenges', {})],
    };
  const answers = parts.map((on) => ({ on, given: answersOf(services, ids, on) }));
  const agreement = answers.map(({ on, given }) => agreementOf(on, given));
  try {
    const { challenge } = await openKnownChallenge(services, first!.challengeId);
    const effects = answers.flatMap(({ on, given }) => effectsOf(on, ids, given, truthOf(challenge, on)));
    return { ...comparison, agreement, effects };
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    return {
      ...comparison,
      agreement,
      notes: [hostMessage('answers-unreadable', { reason: messageOf(error) })],
    };
  }
}

/** The run of this id. Errors: NOT_FOUND. */
export function knownRun({ history }: Services, id: string): RunRow {
  const run = getRun(history, id);
  if (!run) throw new QuartetError('NOT_FOUND', hostMessage('no-run', { id }));
  return run;
}

function comparedFields(runs: readonly RunRow[]): ComparedField[] {
  const recipes = runs.map(({ recipe, unknownFields }) => ({
    recipe: storedRecipe(recipe),
    unknown: new Set(JSON.parse(unknownFields) as string[]),
  }));
  return fields.map(({ path }) => {
    const known = recipes.filter(({ unknown }) => !unknown.has(path));
    const values = recipes.map(({ recipe, unknown }) =>
      unknown.has(path) ? undefined : comparableAt(recipe, path),
    );
    return {
      path,
      shortName: shortName(path),
      values: formatValues(values),
      // Of a field that nobody knows nobody can say that it differs.
      differs: new Set(known.map(({ recipe }) => canonicalJson(comparableAt(recipe, path) ?? null))).size > 1,
    };
  });
}

function otherwise(runs: readonly RunRow[]): ComparedField[] {
  const provider = ({ environment }: RunRow): string =>
    (JSON.parse(environment) as Record<string, string | undefined>)['provider'] ?? '–';
  const facts: readonly [string, (run: RunRow) => string][] = [
    ['weights', ({ modelFingerprint }) => modelFingerprint.slice(0, 8)],
    ['code', ({ codeVersion }) => codeVersion],
    ['provider', provider],
    ['challenge', ({ challengeId }) => challengeId.slice(0, 8)],
    ['kind', ({ kind }) => kind],
  ];
  return facts.map(([path, of]) => {
    const values = runs.map(of);
    return { path, shortName: path, values, differs: new Set(values).size > 1 };
  });
}

/** The letters of each run, in the order of the ids. */
export function answersOf({ history }: Services, ids: readonly string[], on: Part): Answers[] {
  return ids.map((id) => listLetters(history, id, on));
}

function truthOf({ train, solution }: Challenge, on: Part): Answers {
  const known = on === 'test' ? [...(solution ?? [])].map(([id, { answer }]) => ({ id, answer })) : train;
  return new Map(known.flatMap(({ id, answer }) => (answer === null ? [] : [[id, answer]])));
}

function agreementOf(on: Part, answers: readonly Answers[]): Agreement {
  const share = (one: Answers, other: Answers): number | null => {
    let [both, same] = [0, 0];
    for (const [id, letter] of one) {
      const others = other.get(id);
      if (others !== undefined) both++;
      if (others === letter) same++;
    }
    return both === 0 ? null : same / both;
  };
  // What one shares with the other, the other shares with the one.
  const halves = answers.map((one, i) => answers.slice(i).map((other) => share(one, other)));
  const shareOf = (i: number, j: number): number | null => halves[Math.min(i, j)]![Math.abs(i - j)]!;
  return { on, shares: answers.map((_, i) => answers.map((_, j) => shareOf(i, j))) };
}

function effectsOf(
  on: Part,
  ids: readonly string[],
  [before, ...others]: readonly Answers[],
  truth: Answers,
): ComparedEffect[] {
  return others.flatMap((after, i) => effectOf(on, ids[i + 1]!, before!, after, truth) ?? []);
}

function effectOf(
  on: Part,
  runId: string,
  first: Answers,
  second: Answers,
  truth: Answers,
): ComparedEffect | null {
  const shared = [...truth].filter(([id]) => first.has(id) && second.has(id));
  if (shared.length === 0) return null;
  const rights = (answers: Answers): boolean[] => shared.map(([id, answer]) => answers.get(id) === answer);
  const [before, after] = [rights(first), rights(second)];
  const onlyBefore = before.filter((right, i) => right && !after[i]).length;
  const onlyAfter = after.filter((right, i) => right && !before[i]).length;
  const p = mcNemarTest(onlyBefore, onlyAfter);
  const share = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;
  const effect = {
    runId,
    on,
    count: shared.length,
    before: share(before),
    after: share(after),
    ...pairedBootstrap(before, after),
    p,
    withinNoise: p > 0.05,
  };
  return { ...effect, sentence: sentenceOf(effect) };
}
