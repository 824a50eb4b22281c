import { letters } from '../common/letters.ts';
import type { Question } from '../data/challenge.ts';
import { createSession } from '../runtime/session.ts';
import type { Feeds } from '../runtime/tensor.ts';
import type { Graph } from '../graph/graph.ts';
import type { Provider } from '../runtime/providers.ts';
import { collate } from './batch.ts';
import { softmax } from './answer.ts';
import { fileOrder } from './choice-order.ts';
import { buildExample, type ExampleContext } from './examples.ts';
import { wilsonInterval } from '../common/statistics.ts';
import { feedForm } from './feed-form.ts';
import { rowsOf } from './trainer.ts';

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
    adapter: Feeds,
    progress: (done: number) => void,
  ): Promise<Evaluation>;
  dispose(): Promise<void>;
}

/** One session evaluates all epochs of a run; `graph` is the answering graph with `nll`. */
export async function createEvaluator(
  graph: Graph,
  session: { provider: Provider; folder: string },
  context: ExampleContext,
): Promise<Evaluator> {
  const compiled = await createSession(graph, session);
  const { batchSize } = context.recipe.answering;
  return {
    async evaluate(questions, adapter, progress) {
      let loss = 0;
      let targets = 0;
      let correct = 0;
      for (let at = 0; at < questions.length; at += batchSize) {
        const batch = questions.slice(at, at + batchSize);
        const examples = await Promise.all(
          batch.map((question) => buildExample(context, question, fileOrder)),
        );
        const outputs = await compiled.run({
          ...collate(context.model, examples, { form: feedForm(session.provider) }).feeds,
          ...adapter,
        });
        for (const nll of outputs['nll']!.data as Float32Array) loss += nll;
        targets += outputs['nll']!.data.length;
        rowsOf(outputs['letterLogits']!).forEach(
          (logits, i) => (correct += isRight(logits, batch[i]!) ? 1 : 0),
        );
        progress(Math.min(at + batchSize, questions.length));
      }
      const count = questions.length;
      return { loss: loss / targets, accuracy: correct / count, ...wilsonInterval(correct, count), count };
    },
    dispose: () => compiled.dispose(),
  };
}

function isRight(logits: readonly number[], { answer }: Question): boolean {
  return answer !== null && logits.indexOf(Math.max(...logits)) === letters.indexOf(answer);
}

/** −log of the right letter's share among the four, and whether it is the largest. */
export function letterLoss(logits: readonly number[], right: number): { loss: number; correct: boolean } {
  return { loss: -Math.log(softmax(logits)[right]!), correct: logits.indexOf(Math.max(...logits)) === right };
}
