import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { writeFileAtomic } from '../common/atomic-file.ts';
import { letters, type Letter } from '../common/letters.ts';
import { predictionColumns, type Job, type Split } from '../engine/contract.ts';
import type { Question } from '../data/challenge.ts';
import { readAdapter } from '../models/lora/adapter-file.ts';
import { parameterName } from '../models/lora/apply.ts';
import type { Feeds } from '../runtime/tensor.ts';
import { answerQuestions, createLetterAnswerer, type Answer, type Answerer } from './answer.ts';
import { computedSnapshot } from './computed-snapshot.ts';
import { keepFeatures } from './features/keep-features.ts';
import { answeringOrders } from './choice-order.ts';
import { createGeneratingAnswerer } from './generate.ts';
import { buildAnsweringGraph, type GraphSource } from './graphs.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import { feedForm } from './feed-form.ts';
import { openJob, type JobContext } from './open-job.ts';
import { wilsonInterval } from '../common/statistics.ts';
import { splitQuestions } from '../data/split.ts';

export interface Predicted {
  readonly file: string;
  readonly parseFailures: number;
  /** Accuracy on the validation split under the recipe's answering, where it was answered. */
  readonly validation: {
    readonly accuracy: number;
    readonly low: number;
    readonly high: number;
    readonly count: number;
  } | null;
}

/** Answers the named splits with one adapter (or the bare model) and writes `predictions.csv`. */
export async function predictSplits(
  outFolder: string,
  context: JobContext,
  model: { readonly source: GraphSource; readonly adapter: Feeds },
  splits: readonly Split[],
  hooks: JobHooks,
): Promise<Predicted> {
  const questions = questionsOf(context, splits);
  const answerer = await openAnswerer(context, model);
  const total = questions.length * context.recipe.answering.orders;
  const progress = startPhase(hooks, 'predict', total);
  try {
    const answers = await answerQuestions(
      answerer,
      context,
      questions.map(({ question }) => question),
      {
        batchSize: context.recipe.answering.batchSize,
        orders: answeringOrders(context.recipe.answering.orders),
        signal: hooks.signal,
        progress,
      },
    );
    const file = join(outFolder, 'predictions.csv');
    await writeFileAtomic(file, predictionsCsv(questions, answers));
    const parseFailures = answers.filter(({ parsed }) => !parsed).length;
    return { file, parseFailures, validation: validationAccuracy(questions, answers) };
  } finally {
    await answerer.dispose();
  }
}

interface SplitQuestion {
  readonly split: Split;
  readonly question: Question;
}

function questionsOf({ challenge, recipe }: JobContext, splits: readonly Split[]): SplitQuestion[] {
  const { train, validation } = splitQuestions(challenge.train, recipe.data, recipe.training.seed);
  const members: Record<Split, readonly Question[]> = { train, validation, test: challenge.test };
  return splits.flatMap((split) => members[split].map((question) => ({ split, question })));
}

async function openAnswerer(
  context: JobContext,
  { source, adapter }: { source: GraphSource; adapter: Feeds },
): Promise<Answerer> {
  const session = { provider: source.provider, folder: context.snapshot.weights.folder, form: source.form };
  if (context.recipe.answering.mode === 'generate')
    return createGeneratingAnswerer(buildAnsweringGraph(source, 'logits'), session, context, adapter);
  return createLetterAnswerer(buildAnsweringGraph(source, 'letters'), session, context, adapter);
}

/** The likeliest letter; the first of equals. */
export function letterOf(probabilities: readonly number[]): Letter {
  return letters[probabilities.indexOf(Math.max(...probabilities))]!;
}

function predictionsCsv(questions: readonly SplitQuestion[], answers: readonly Answer[]): string {
  const rows = answers.map(({ questionId, probabilities, parsed }, i) => [
    questionId,
    questions[i]!.split,
    ...probabilities.map((p) => p.toFixed(6)),
    letterOf(probabilities),
    parsed,
  ]);
  return stringify([[...predictionColumns], ...rows], { cast: { boolean: String } });
}

function validationAccuracy(
  questions: readonly SplitQuestion[],
  answers: readonly Answer[],
): Predicted['validation'] {
  const validation = answers.filter((_, i) => questions[i]!.split === 'validation');
  const right = questions.filter(
    ({ split, question }, i) =>
      split === 'validation' && question.answer === letterOf(answers[i]!.probabilities),
  ).length;
  const count = validation.length;
  return count === 0 ? null : { accuracy: right / count, ...wilsonInterval(right, count), count };
}

/** A job of its own: answers one split of a challenge with a run's adapter, another adapter, or none. */
export async function predictRun(job: Extract<Job, { kind: 'predict' }>, hooks: JobHooks): Promise<void> {
  startPhase(hooks, 'read', 1);
  const context = await openJob(job.recipe, job.challenge, hooks.signal);
  try {
    await predictWith(context, job, hooks);
  } finally {
    await context.dispose();
  }
}

async function predictWith(
  opened: JobContext,
  job: Extract<Job, { kind: 'predict' }>,
  hooks: JobHooks,
): Promise<void> {
  const { provider, reason } = opened.provider;
  hooks.emit({ type: 'provider', provider, reason });
  startPhase(hooks, 'load', 1);
  const context = { ...opened, snapshot: await computedSnapshot(opened, job.cache, hooks) };
  const model = await openAdapter(context, job.adapter);
  const { file, parseFailures, validation, warnings } = await predictSplit(job, context, model, hooks);
  const result = {
    predictions: file,
    submission: null,
    parseFailures,
    trainSeconds: 0,
    peakRssMb: peakRssMb(),
    warnings,
  };
  hooks.emit({
    type: 'done',
    result: { ...result, validation: validation && { ...validation, loss: Number.NaN } },
  });
}

async function predictSplit(
  { outFolder, split, cache, recipe: { answering } }: Extract<Job, { kind: 'predict' }>,
  context: JobContext,
  model: { readonly source: GraphSource; readonly adapter: Feeds },
  hooks: JobHooks,
): Promise<Predicted & { warnings: readonly string[] }> {
  // One pass reads a picture once: then the tower is faster where it sees a whole batch.
  if (answering.orders === 1 && answering.mode === 'letters')
    return { ...(await predictSplits(outFolder, context, model, [split], hooks)), warnings: [] };
  const { pictures, source, warnings, dispose } = keepFeatures(context, model.source, cache, hooks);
  try {
    const kept = { ...context, pictures };
    return { ...(await predictSplits(outFolder, kept, { ...model, source }, [split], hooks)), warnings };
  } finally {
    await dispose();
  }
}

async function openAdapter(
  context: JobContext,
  folder: string | null,
): Promise<{ source: GraphSource; adapter: Feeds }> {
  const bare = {
    snapshot: context.snapshot,
    model: context.model,
    provider: context.provider.provider,
    dtype: context.provider.dtype,
    form: feedForm(context.provider.provider),
    letterIds: context.letterIds,
  };
  if (folder === null) return { source: { ...bare, lora: null }, adapter: {} };
  const { settings, tensors } = await readAdapter(folder, context.model);
  const modules = context.model.linears.filter(({ path }) => tensors.has(parameterName(path, 'A')));
  const adapter = Object.fromEntries(
    modules.flatMap(({ path, inFeatures, outFeatures }) => [
      [
        parameterName(path, 'A'),
        { data: tensors.get(parameterName(path, 'A'))!, shape: [settings.r, inFeatures] },
      ],
      [
        parameterName(path, 'B'),
        { data: tensors.get(parameterName(path, 'B'))!, shape: [outFeatures, settings.r] },
      ],
    ]),
  );
  return { source: { ...bare, lora: { modules, settings } }, adapter };
}

/** Highest resident memory of this process, MiB. */
export function peakRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
