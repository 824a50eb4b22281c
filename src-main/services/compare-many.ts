import { messageOf, QuartetError } from '../common/errors.ts';
import type { Letter } from '../common/letters.ts';
import { mcNemarTest, pairedBootstrap } from '../common/statistics.ts';
import type {
  Agreement,
  ComparedEffect,
  ComparedField,
  ComparedQuestion,
  Question,
  RunComparison,
} from '../contract/index.ts';
import { getRun, type RunRow } from '../history/runs.ts';
import type { PredictionRow } from '../history/predictions.ts';
import { canonicalJson } from '../recipe/canonical-json.ts';
import { comparableAt, formatValues, shortName } from '../recipe/diff.ts';
import { fields } from '../recipe/fields.ts';
import { cut, openKnownChallenge, questionsOf } from './challenge-browser.ts';
import type { Services } from './context.ts';
import { storedRecipe } from './recipes.ts';
import { predictionsOf } from './runs/answers.ts';
import { runSummaries } from './runs/summary.ts';
import { sentenceOf } from './noise-sentence.ts';

type Part = ComparedEffect['on'];
type Answers = ReadonlyMap<string, PredictionRow>;

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
      notes: ['The runs answered different challenges, so their answers cannot be compared.'],
    };
  const agreement = (['validation', 'test'] as const).map((on) =>
    agreementOf(on, answersOf(services, ids, on)),
  );
  try {
    const { challenge } = await openKnownChallenge(services, first!.challengeId);
    const effects = (['validation', 'test'] as const).flatMap((on) =>
      effectsOf(
        on,
        ids,
        answersOf(services, ids, on),
        questionsOf(challenge, on === 'test' ? 'test' : 'train'),
      ),
    );
    return { ...comparison, agreement, effects };
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    return { ...comparison, agreement, notes: [`The true answers cannot be read: ${messageOf(error)}`] };
  }
}

function knownRun({ history }: Services, id: string): RunRow {
  const run = getRun(history, id);
  if (!run) throw new QuartetError('NOT_FOUND', `There is no run ${id}; it may have been deleted.`);
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

function answersOf(services: Services, ids: readonly string[], on: Part): Answers[] {
  return ids.map((id) => predictionsOf(services, id, on));
}

function agreementOf(on: Part, answers: readonly Answers[]): Agreement {
  const share = (one: Answers, other: Answers): number | null => {
    const both = [...one.values()].filter(({ questionId }) => other.has(questionId));
    const same = both.filter(({ questionId, answer }) => other.get(questionId)!.answer === answer).length;
    return both.length === 0 ? null : same / both.length;
  };
  return { on, shares: answers.map((one) => answers.map((other) => share(one, other))) };
}

function effectsOf(
  on: Part,
  ids: readonly string[],
  [before, ...others]: readonly Answers[],
  questions: readonly Question[],
): ComparedEffect[] {
  return others.flatMap((after, i) => effectOf(on, ids[i + 1]!, before!, after, questions) ?? []);
}

function effectOf(
  on: Part,
  runId: string,
  first: Answers,
  second: Answers,
  questions: readonly Question[],
): ComparedEffect | null {
  const shared = questions.filter(({ id, answer }) => answer !== null && first.has(id) && second.has(id));
  if (shared.length === 0) return null;
  const rights = (answers: Answers): boolean[] =>
    shared.map(({ id, answer }) => answers.get(id)!.answer === answer);
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

/** Which questions to step through. */
export interface ComparedQuery {
  readonly ids: readonly string[];
  readonly on: Part;
  readonly kind: string | null;
  readonly different: boolean;
  readonly outcome: 'any' | 'mended' | 'broken';
  readonly page: { readonly offset: number; readonly limit: number };
}

/** Questions with each run's answer, those that runs answer differently unless all are asked for. */
export async function comparedQuestions(
  services: Services,
  { ids, on, kind, different, outcome, page }: ComparedQuery,
): Promise<{ total: number; rows: ComparedQuestion[]; kinds: string[] }> {
  const [first] = ids.map((id) => knownRun(services, id));
  const { challenge } = await openKnownChallenge(services, first!.challengeId);
  const answers = answersOf(services, ids, on);
  const rows = questionsOf(challenge, on === 'test' ? 'test' : 'train').flatMap((question) => {
    const given = answers.map((of) => of.get(question.id));
    const letters = given.flatMap((row) => row?.answer ?? []);
    if (letters.length < 2 || (different && new Set(letters).size < 2)) return [];
    if (outcome !== 'any' && outcome !== outcomeOf(question.answer, given)) return [];
    return { question, answers: given.map((row) => (row ? answerOf(row) : null)) };
  });
  const kinds = [...new Set(rows.flatMap(({ question }) => question.kind ?? []))].sort();
  return {
    ...cut(
      rows.filter(({ question }) => kind === null || question.kind === kind),
      page,
    ),
    kinds,
  };
}

/** What the other runs made of the first one's answer: mended it, broke it, or neither. */
function outcomeOf(
  truth: string | null,
  [first, ...others]: readonly (PredictionRow | undefined)[],
): 'mended' | 'broken' | null {
  if (truth === null || !first) return null;
  const right = others.flatMap((row) => (row ? row.answer === truth : []));
  if (first.answer === truth) return right.includes(false) ? 'broken' : null;
  return right.includes(true) ? 'mended' : null;
}

function answerOf(row: PredictionRow): NonNullable<ComparedQuestion['answers'][number]> {
  const answer = row.answer as Letter;
  const { a, b, c, d } = row;
  return { answer, confidence: row[answer], probabilities: { a, b, c, d } };
}
