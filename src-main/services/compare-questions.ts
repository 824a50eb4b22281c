import type { Letter } from '../common/letters.ts';
import type { ComparedQuestion, Question } from '../contract/index.ts';
import { predictionsOfQuestions, type PredictionRow } from '../history/predictions.ts';
import { cut, openKnownChallenge, questionsOf } from './challenge-browser.ts';
import { answersOf, knownRun, type Part } from './compare-many.ts';
import type { Services } from './context.ts';

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
  const questions = questionsOf(challenge, on === 'test' ? 'test' : 'train').filter(({ id, answer }) => {
    const given = answers.map((of) => of.get(id));
    const letters = given.filter((letter) => letter !== undefined);
    if (letters.length < 2 || (different && new Set(letters).size < 2)) return false;
    return outcome === 'any' || outcome === outcomeOf(answer, given);
  });
  const kinds = [...new Set(questions.flatMap(({ kind }) => kind ?? []))].sort();
  const { total, rows } = cut(
    questions.filter((question) => kind === null || question.kind === kind),
    page,
  );
  const wanted = rows.map(({ id }) => id);
  const given = ids.map((id) => {
    const predictions = predictionsOfQuestions(services.history, id, on, wanted);
    return new Map(predictions.map((row) => [row.questionId, answerOf(row)]));
  });
  const answersTo = (question: Question): ComparedQuestion['answers'] =>
    given.map((of) => of.get(question.id) ?? null);
  return { total, rows: rows.map((question) => ({ question, answers: answersTo(question) })), kinds };
}

/** What the other runs made of the first one's answer: mended it, broke it, or neither. */
function outcomeOf(
  truth: string | null,
  [first, ...others]: readonly (string | undefined)[],
): 'mended' | 'broken' | null {
  if (truth === null || first === undefined) return null;
  const right = others.flatMap((letter) => (letter === undefined ? [] : letter === truth));
  if (first === truth) return right.includes(false) ? 'broken' : null;
  return right.includes(true) ? 'mended' : null;
}

function answerOf(row: PredictionRow): NonNullable<ComparedQuestion['answers'][number]> {
  const answer = row.answer as Letter;
  const { a, b, c, d } = row;
  return { answer, confidence: row[answer], probabilities: { a, b, c, d } };
}
