import type { Answer, Outputs, PredictionQuery } from '../../contract/index.ts';
import { QuartetError } from '../../common/errors.ts';
import type { Letter } from '../../common/letters.ts';
import { listPredictions, type PredictionRow } from '../../history/predictions.ts';
import { getRun } from '../../history/runs.ts';
import { contains, cut, openKnownChallenge, questionsOf } from '../challenge-browser.ts';
import type { Services } from '../context.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** A page of what a run answered, each beside its question. Errors: NOT_FOUND. */
export async function runAnswers(
  services: Services,
  query: PredictionQuery,
): Promise<Outputs['runs']['predictions']> {
  const run = getRun(services.history, query.id);
  if (!run) throw new QuartetError('NOT_FOUND', hostMessage('no-run', { id: query.id }));
  const all = await answersOf(services, run, query.split);
  const rows = all.filter(
    ({ question, answer, right, confidence, parentAnswer }) =>
      (query.right === null || right === query.right) &&
      (query.kind === null || question.kind === query.kind) &&
      (query.letter === null || answer === query.letter) &&
      (!query.unsure || (confidence !== null && confidence < sure)) &&
      (!query.changed || (parentAnswer !== null && parentAnswer !== answer)) &&
      contains([question.id, question.question, ...question.choices], query.text),
  );
  if (query.sort !== 'file') {
    const sign = query.sort === 'unsure-first' ? 1 : -1;
    rows.sort((one, other) => sign * ((one.confidence ?? 0) - (other.confidence ?? 0)));
  }
  return { ...cut(rows, query.page), kinds: kindsOf(all) };
}

/** Below it the other three letters together weigh almost as much as the answer. */
const sure = 0.6;

/** How many questions of each kind there are and how many of them are right, the hardest first. */
export function kindsOf(answers: readonly Pick<Answer, 'question' | 'right'>[]): Kinds {
  const byKind = Map.groupBy(answers, ({ question }) => question.kind);
  return [...byKind]
    .flatMap(([kind, all]) => {
      if (kind === null) return [];
      const known = all.filter(({ right }) => right !== null).length;
      return { kind, count: all.length, known, right: all.filter(({ right }) => right === true).length };
    })
    .sort((one, other) => share(one) - share(other) || one.kind.localeCompare(other.kind));
}

type Kinds = Outputs['runs']['predictions']['kinds'];

function share({ known, right }: Kinds[number]): number {
  return known === 0 ? 1 : right / known;
}

async function answersOf(
  services: Services,
  run: { readonly id: string; readonly challengeId: string; readonly parentId: string | null },
  split: PredictionQuery['split'],
): Promise<Answer[]> {
  const { challenge } = await openKnownChallenge(services, run.challengeId);
  const given = predictionsOf(services, run.id, split);
  const before =
    run.parentId === null ? new Map<string, PredictionRow>() : predictionsOf(services, run.parentId, split);
  return questionsOf(challenge, split === 'test' ? 'test' : 'train').flatMap((question) => {
    const row = given.get(question.id);
    if (!row) return [];
    const { a, b, c, d } = row;
    const answer = row.answer as Letter;
    return {
      question,
      answer,
      probabilities: { a, b, c, d },
      confidence: row[answer],
      right: question.answer === null ? null : question.answer === answer,
      parentAnswer: (before.get(question.id)?.answer as Letter | undefined) ?? null,
    };
  });
}

/** A run's answers to a split by question id. */
export function predictionsOf({ history }: Services, id: string, split: string): Map<string, PredictionRow> {
  return new Map(listPredictions(history, id, split).map((row) => [row.questionId, row]));
}
