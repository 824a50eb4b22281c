import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { presets } from '../../src-main/recipe/presets.ts';
import { answerQuestions, createLetterAnswerer, type Answer } from '../../src-main/train/answer.ts';
import { answeringOrders } from '../../src-main/train/choice-order.ts';
import { buildAnsweringGraph } from '../../src-main/train/graphs.ts';
import { prepareRun, type RunContext } from '../../src-main/train/prepare-run.ts';

/** Above what f32 rounds to (1e-6), far below what a mask that lets a batch mate or padding through would move. */
const tolerance = 1e-4;

const resources = join(import.meta.dirname, '../../resources');
const { recipe } = presets['tiny-demo'];
let context: RunContext;

beforeAll(async () => {
  context = await prepareRun(
    { ...recipe, model: { ...recipe.model, folder: join(resources, 'tiny-vl') } },
    { folder: join(resources, 'sample-challenge') },
    { signal: new AbortController().signal, emit: () => undefined },
  );
});

afterAll(() => context.dispose());

/** Probabilities of the first questions, some made much longer than others. */
async function answers(batchSize: number, multiple: number, turned: boolean): Promise<Map<string, Answer>> {
  const source = { ...context.source, form: { ...context.source.form, multiple }, lora: null };
  const session = { provider: 'cpu', folder: context.snapshot.folder, form: source.form } as const;
  const graph = buildAnsweringGraph(source, 'letters');
  const answerer = await createLetterAnswerer(graph, session, context, {});
  const questions = context.challenge.test
    .slice(0, 12)
    .map((question, i) => ({ ...question, question: question.question.repeat(1 + (i % 4)) }));
  const options = { batchSize, orders: answeringOrders(2), signal: new AbortController().signal };
  const asked = turned ? questions.toReversed() : questions;
  const given = await answerQuestions(answerer, context, asked, { ...options, progress: () => undefined });
  await answerer.dispose();
  expect(given.map(({ questionId }) => questionId)).toEqual(asked.map(({ id }) => id));
  return new Map(given.map((answer) => [answer.questionId, answer]));
}

test('batch mates, order and padding move no probability', async () => {
  const alone = await answers(1, 1, false);
  for (const [batchSize, multiple, turned] of [
    [5, 1, false],
    [5, 1, true],
    [24, 8, false],
    [3, 64, true],
  ] as const)
    for (const [id, { probabilities }] of await answers(batchSize, multiple, turned))
      probabilities.forEach((p, choice) => {
        const moved = Math.abs(p - alone.get(id)!.probabilities[choice]!);
        expect(moved, `question ${id}, batches of ${batchSize}`).toBeLessThan(tolerance);
      });
});
