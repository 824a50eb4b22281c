import { letters } from '../common/letters.ts';
import type { Question } from '../data/challenge.ts';
import { softmax } from './answer.ts';
import { fileOrder } from './choice-order.ts';
import { buildExample, type ExampleContext } from './examples.ts';
import { wilsonInterval } from '../common/statistics.ts';
import { byLength } from './length-order.ts';
import type { Tensors } from './optimizer.ts';
import type { Scorer } from './scorer.ts';

/** Loss over the supervised tokens, and accuracy of the constrained letter with its 95 % interval. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export interface Evaluator {
  evaluate(
    questions: readonly Question[],
    adapter: Tensors,
    progress: (done: number) => void,
  ): Promise<Evaluation>;
  dispose(): Promise<void>;
}

/** Evaluates all epochs of a run with one scorer. */
export function createEvaluator(scorer: Scorer, context: ExampleContext): Evaluator {
  const { batchSize } = context.recipe.answering;
  return {
    async evaluate(split, adapter, progress) {
      const questions = byLength(split);
      let loss = 0;
      let targets = 0;
      let correct = 0;
      for (let at = 0; at < questions.length;) {
        const count = batchSize * scorer.batchesPerCall;
        const part = questions.slice(at, at + count);
        const following = questions.slice(at + count, at + 2 * count);
        const examples = await Promise.all(
          part.map((question) => buildExample(context, question, fileOrder)),
        );
        context.pictures.prefetch(following.map(({ picture }) => picture));
        for (const { nll, letterLogits } of await scorer.score(inBatches(examples, batchSize), adapter)) {
          for (const value of nll) loss += value;
          targets += nll.length;
          letterLogits.forEach((logits) => (correct += isRight(logits, questions[at++]!) ? 1 : 0));
        }
        progress(at);
      }
      const count = questions.length;
      return { loss: loss / targets, accuracy: correct / count, ...wilsonInterval(correct, count), count };
    },
    dispose: () => scorer.dispose(),
  };
}

function inBatches<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  );
}

function isRight(logits: readonly number[], { answer }: Question): boolean {
  return answer !== null && logits.indexOf(Math.max(...logits)) === letters.indexOf(answer);
}

/** −log of the right letter's share among the four, and whether it is the largest. */
export function letterLoss(logits: readonly number[], right: number): { loss: number; correct: boolean } {
  return { loss: -Math.log(softmax(logits)[right]!), correct: logits.indexOf(Math.max(...logits)) === right };
}
