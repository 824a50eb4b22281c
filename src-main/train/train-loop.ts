import { letters } from '../common/letters.ts';
import type { Job, StopReason } from '../engine/contract.ts';
import { collate, type Batch } from './batch.ts';
import { fileOrder, trainingOrder } from './choice-order.ts';
import { Course } from './course.ts';
import { letterLoss, type Evaluation } from './evaluate.ts';
import { buildExample, shownAnswer } from './examples.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import type { Tensors } from './optimizer.ts';
import { groupOf } from './plan.ts';
import type { RunContext } from './prepare-run.ts';
import { learningRate } from './schedule.ts';

/** How training ended: with weights to answer with, or stopped on the way. */
export type Trained =
  | {
      readonly outcome: 'trained';
      readonly adapter: Tensors;
      readonly validation: Evaluation | null;
      readonly trainSeconds: number;
      readonly warnings: readonly string[];
    }
  | {
      readonly outcome: 'stopped';
      readonly reason: StopReason;
      readonly message: string;
      readonly resumable: boolean;
    };

/** Trains from the last checkpoint, or from the start, to the end of the plan or to a reason to stop earlier. */
export async function trainLoop(
  job: Extract<Job, { kind: 'train' }>,
  context: RunContext,
  hooks: JobHooks,
): Promise<Trained> {
  const course = await Course.open(job, context, hooks);
  try {
    return await follow(course, context, hooks);
  } finally {
    await course.dispose();
  }
}

async function follow(course: Course, context: RunContext, hooks: JobHooks): Promise<Trained> {
  const { plan } = context;
  let progress = startPhase(hooks, 'train', plan.totalSteps, course.step);
  let next = prepareStep(context, course.step);
  while (course.step < plan.totalSteps && course.early === null) {
    if (hooks.signal.aborted) return interrupted(course, hooks);
    const group = await next;
    // The next step's pictures are read while this one computes.
    next = prepareStep(context, course.step + 1);
    next.catch(() => undefined);
    const rate = rateAt(course.step, context);
    const result = await course.trainer.step(group.batches, rate);
    const samples = result.letterLogits.map((logits, i) => letterLoss(logits, group.answers[i]!));
    const reason = await course.record(result, samples, rate);
    if (reason !== null) return { outcome: 'stopped', reason: 'guard', message: reason, resumable: false };
    progress(course.step);
    if (hooks.finish?.aborted) course.endEarly();
    const evaluated = await course.milestone();
    if (evaluated && course.step < plan.totalSteps)
      progress = startPhase(hooks, 'train', plan.totalSteps, course.step);
  }
  return { outcome: 'trained', ...course.finish(), warnings: course.early === null ? [] : [course.early] };
}

async function interrupted(course: Course, { signal }: JobHooks): Promise<Trained> {
  await course.checkpoint();
  const reason = signal.reason === 'shutdown' ? 'shutdown' : 'cancelled';
  const message = `Stopped at step ${course.step}; a checkpoint was written.`;
  return { outcome: 'stopped', reason, message, resumable: true };
}

function rateAt(step: number, { plan, recipe: { training } }: RunContext): number {
  const { schedule, learningRate: base } = training;
  return learningRate(step, { schedule, base, warmupSteps: plan.warmupSteps, totalSteps: plan.totalSteps });
}

interface Group {
  readonly batches: readonly Batch[];
  /** Index of the right letter of each sample, as shown. */
  readonly answers: readonly number[];
}

/** Reads, shuffles and tokenizes the samples of one optimizer step; past the end of the plan there are none. */
async function prepareStep(context: RunContext, step: number): Promise<Group> {
  const { recipe, split, plan, model } = context;
  if (step >= plan.totalSteps) return { batches: [], answers: [] };
  const { epoch, batches } = groupOf(step, plan, recipe);
  const answers: number[] = [];
  const collated: Batch[] = [];
  for (const members of batches) {
    const examples = members.map((sample) => {
      const question = split.train[sample]!;
      const order = recipe.data.shuffleChoices
        ? trainingOrder(recipe.training.seed, epoch, sample)
        : fileOrder;
      answers.push(letters.indexOf(shownAnswer(question, order)));
      return buildExample(context, question, order);
    });
    collated.push(collate(model, await Promise.all(examples)));
  }
  return { batches: collated, answers };
}
