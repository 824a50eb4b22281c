import { QuartetError } from '../common/errors.ts';
import { letters } from '../common/letters.ts';
import type { Preflight } from '../engine/contract.ts';
import type { Question } from '../data/challenge.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { countTargets, ignored } from './batch.ts';
import { fileOrder } from './choice-order.ts';
import { buildExample, type ExampleContext } from './examples.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import {
  checkGpuMemory,
  freeMemoryFor,
  memoryRefusal,
  memoryWarning,
  toldMemory,
} from './gpu-memory/check.ts';
import type { RunContext } from './prepare-run.ts';
import { learningRate } from './schedule.ts';

/** Points of the learning-rate curve that a preflight shows. */
const curvePoints = 24;

/** Pictures that are read at a time: two for each thread that there may be. */
const readers = 16;

/**
 * What a run would do, before it does it: one prompt as the model will see it with the supervised tokens marked, the
 * steps and the learning-rate curve, and every reason to refuse. Decodes each picture once.
 */
export async function preflight(context: RunContext, hooks: JobHooks): Promise<Preflight> {
  const { split, plan, trainable, recipe } = context;
  if (split.train.length === 0)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('no-question-left', { folder: context.challenge.folder }),
    );
  const first = split.train[0]!;
  const refusals = [...(await unreadable(context, hooks)), ...sharedPictures(context)];
  const example = refusals.length === 0 ? await tryExample(context, first, refusals) : null;
  const free = await freeMemoryFor(context, hooks.signal);
  const gpuMemory = example ? await checkGpuMemory(context, free) : null;
  const tooLarge = gpuMemory && memoryRefusal(gpuMemory);
  if (tooLarge) refusals.push(tooLarge);
  const unknown = gpuMemory && memoryWarning(gpuMemory, context);
  const rate = (step: number) =>
    learningRate(step, {
      schedule: recipe.training.schedule,
      base: recipe.training.learningRate,
      warmupSteps: plan.warmupSteps,
      totalSteps: plan.totalSteps,
    });
  const steps = [
    ...new Set(
      Array.from({ length: curvePoints }, (_, i) =>
        Math.round((i * (plan.totalSteps - 1)) / (curvePoints - 1)),
      ),
    ),
  ];
  return {
    questionId: first.id,
    prompt: example ? markSupervised(context, example.ids, example.labels) : [],
    tokens: example?.ids.length ?? 0,
    pictureTokens: example?.ids.filter((id) => id === context.model.imageTokenId).length ?? 0,
    supervisedTokens: example ? countTargets(example.labels) : 0,
    optimizerSteps: plan.totalSteps,
    warmupSteps: plan.warmupSteps,
    learningRates: steps.map((step) => ({ step, learningRate: rate(step) })),
    trainable: trainable.reduce((sum, { shape }) => sum + shape[0] * shape[1], 0),
    trainSamples: split.train.length,
    validationSamples: split.validation.length,
    warnings: [...warningsOf(context), ...(unknown ? [unknown] : [])],
    refusals,
    gpuMemory: gpuMemory && toldMemory(gpuMemory),
  };
}

async function tryExample(context: RunContext, question: Question, refusals: string[]) {
  try {
    return await buildExample(context, question, fileOrder);
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    refusals.push(error.message);
    return null;
  }
}

/** Pictures that training, validation or test need and that do not decode. */
async function unreadable({ split, challenge, pictures }: RunContext, hooks: JobHooks): Promise<string[]> {
  const paths = [
    ...new Set([...split.train, ...split.validation, ...challenge.test].map(({ picture }) => picture)),
  ];
  const progress = startPhase(hooks, 'preflight', paths.length);
  const reasons: string[] = [];
  let done = 0;
  const queue = paths.values();
  const read = async (): Promise<void> => {
    for (const path of queue) {
      hooks.signal.throwIfAborted();
      await pictures
        .prepared(path)
        .catch((error: unknown) => reasons.push(error instanceof Error ? error.message : String(error)));
      progress(++done);
    }
  };
  await Promise.all(Array.from({ length: readers }, read));
  return reasons.length > 5
    ? [...reasons.slice(0, 5), hostMessage('more-unreadable', { count: reasons.length - 5 })]
    : reasons;
}

/** With grouping asked, the split keeps a picture on one side; this holds it to that. */
function sharedPictures({ split, recipe }: RunContext): string[] {
  if (!recipe.data.groupByPicture) return [];
  const seen = new Set(split.train.map(({ picture }) => picture));
  const shared = split.validation.find(({ picture }) => seen.has(picture));
  return shared ? [hostMessage('picture-on-both-sides', { picture: shared.picture })] : [];
}

/** The sequence as text, cut where supervision changes; runs of picture tokens are shown as one. */
function markSupervised(
  { tokenizer, model }: ExampleContext,
  ids: readonly number[],
  labels: readonly number[],
): { text: string; supervised: boolean }[] {
  const runs: { ids: number[]; supervised: boolean }[] = [];
  ids.forEach((id, i) => {
    const supervised = i > 0 && labels[i] !== ignored;
    const last = runs.at(-1);
    if (last && last.supervised === supervised) last.ids.push(id);
    else runs.push({ ids: [id], supervised });
  });
  const pad = tokenizer.decode([model.imageTokenId]);
  const short = (text: string) =>
    text.replaceAll(
      new RegExp(`(?:${pad.replaceAll('|', '\\|')})+`, 'g'),
      (run) => `${pad}×${run.length / pad.length}`,
    );
  return runs.map((run) => ({ text: short(tokenizer.decode(run.ids)), supervised: run.supervised }));
}

function warningsOf({ findings, split, recipe }: RunContext): string[] {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const shares = letters.map((letter) => split.train.filter(({ answer }) => answer === letter).length);
  return [
    ...(errors > 0 ? [hostMessage('rows-with-errors', { rows: errors })] : []),
    ...(Math.min(...shares) === 0
      ? [hostMessage('letter-never-right', { letter: letters[shares.indexOf(0)]! })]
      : []),
    ...(split.validation.length === 0 ? [hostMessage('no-validation', {})] : []),
    ...(recipe.training.supervise === 'sequence' ? [hostMessage('sequence-supervised', {})] : []),
  ];
}
