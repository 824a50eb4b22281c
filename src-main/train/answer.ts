import type { Question } from '../data/challenge.ts';
import type { FeedForm, Sequence } from '../models/family.ts';
import type { Graph } from '../graph/graph.ts';
import type { Provider } from '../runtime/providers.ts';
import { createSession } from '../runtime/session.ts';
import type { Feeds } from '../runtime/tensor.ts';
import { collatePrompts } from './batch.ts';
import type { ChoiceOrder } from './choice-order.ts';
import { buildPrompt, type ExampleContext } from './examples.ts';
import { byLength } from './length-order.ts';
import { rowsOf } from './tensors.ts';

/** Four probabilities a–d of one question, in the order of its own choices, and whether a letter could be read. */
export interface Answer {
  readonly questionId: string;
  readonly probabilities: readonly number[];
  readonly parsed: boolean;
}

/** Answers prompts one batch at a time. */
export interface Answerer {
  /** Probabilities of the four letters after each prompt, [prompts][4], and whether each was read without a guess. */
  answer(prompts: readonly Sequence[]): Promise<{ probabilities: number[]; parsed: boolean }[]>;
  dispose(): Promise<void>;
}

/** Constrained answering: one forward pass, softmax over the logits of the four letters. */
export async function createLetterAnswerer(
  graph: Graph,
  session: { provider: Provider; folder: string; form: FeedForm },
  context: ExampleContext,
  adapter: Feeds,
): Promise<Answerer> {
  const compiled = await createSession(graph, session);
  return {
    async answer(prompts) {
      const { letterLogits } = await compiled.run({
        ...collatePrompts(context.model, prompts, session.form),
        ...adapter,
      });
      return rowsOf(letterLogits!).map((logits) => ({ probabilities: softmax(logits), parsed: true }));
    },
    dispose: () => compiled.dispose(),
  };
}

/** e^x / Σ e^x. */
export function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const shares = logits.map((x) => Math.exp(x - top));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((x) => x / sum);
}

/** One question under one order of its choices. */
interface Task {
  readonly question: Question;
  readonly order: ChoiceOrder;
}

export interface AnswerOptions {
  readonly batchSize: number;
  readonly orders: readonly ChoiceOrder[];
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
}

/** Answers every question under every order and averages the probabilities, each mapped back to its own choice. */
export async function answerQuestions(
  answerer: Answerer,
  context: ExampleContext,
  questions: readonly Question[],
  options: AnswerOptions,
): Promise<Answer[]> {
  const { orders, batchSize } = options;
  const tasks: Task[] = byLength(questions).flatMap((question) =>
    orders.map((order) => ({ question, order })),
  );
  const sums = new Map(questions.map(({ id }) => [id, { probabilities: [0, 0, 0, 0], parsed: true }]));
  for (let at = 0; at < tasks.length; at += batchSize) {
    options.signal.throwIfAborted();
    const batch = tasks.slice(at, at + batchSize);
    context.pictures.prefetch(
      tasks.slice(at + batchSize, at + 2 * batchSize).map(({ question }) => question.picture),
    );
    const prompts = await Promise.all(
      batch.map(({ question, order }) => buildPrompt(context, question, order)),
    );
    (await answerer.answer(prompts)).forEach(({ probabilities, parsed }, i) => {
      const { question, order } = batch[i]!;
      const sum = sums.get(question.id)!;
      sum.parsed &&= parsed;
      order.forEach((choice, place) => (sum.probabilities[choice]! += probabilities[place]! / orders.length));
    });
    options.progress(Math.min(at + batchSize, tasks.length), tasks.length);
  }
  return questions.map(({ id }) => ({ questionId: id, ...sums.get(id)! }));
}
