import { letters } from '../common/letters.ts';
import type { Job, StopReason } from '../engine/contract.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { fileOrder, trainingOrder } from './choice-order.ts';
import { Course } from './course.ts';
import { letterLoss, type Evaluation } from './evaluate.ts';
import { buildExample, shownAnswer } from './examples.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import type { Tensors } from './optimizer.ts';
import { groupOf, stepsToEvaluation } from './plan.ts';
import type { RunContext } from './prepare-run.ts';
import { learningRate } from './schedule.ts';
import type { StepInput } from './trainer.ts';

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
  let next = prepareSteps(context, course.step, course.trainer.stepsPerCall);
  while (course.step < plan.totalSteps && course.early === null) {
    if (hooks.signal.aborted) return interrupted(course, hooks);
    const prepared = await next;
    // The next steps' pictures are read while these compute.
    next = prepareSteps(context, course.step + prepared.length, course.trainer.stepsPerCall);
    next.catch(() => undefined);
    const results = await course.trainer.steps(prepared);
    const taken = results.map((result, i) => {
      const { answers, learningRate } = prepared[i]!;
      const samples = result.letterLogits.map((logits, k) => letterLoss(logits, answers[k]!));
      return { result, samples, learningRate };
    });
    const reason = await course.record(taken);
    if (reason !== null) return { outcome: 'stopped', reason: 'guard', message: reason, resumable: false };
    progress(course.step);
    if (hooks.finish?.aborted) course.endEarly();
    const evaluated = await course.milestone();
    if (evaluated && course.step < plan.totalSteps)
      progress = startPhase(hooks, 'train', plan.totalSteps, course.step);
  }
  return {
    outcome: 'trained',
    ...(await course.finish()),
    warnings: course.early === null ? [] : [course.early],
  };
}

async function interrupted(course: Course, { signal }: JobHooks): Promise<Trained> {
  await course.checkpoint();
  const reason = signal.reason === 'shutdown' ? 'shutdown' : 'cancelled';
  const message = hostMessage('stopped-at-step', { step: course.step });
  return { outcome: 'stopped', reason, message, resumable: true };
}

function rateAt(step: number, { plan, recipe: { training } }: RunContext): number {
  const { schedule, learningRate: base } = training;
  return learningRate(step, { schedule, base, warmupSteps: plan.warmupSteps, totalSteps: plan.totalSteps });
}

interface PreparedStep extends StepInput {
  /** Index of the right letter of each sample, as shown. */
  readonly answers: readonly number[];
}

/** Reads, shuffles and tokenizes the samples of up to `count` optimizer steps, never past the end of an epoch. */
async function prepareSteps(context: RunContext, from: number, count: number): Promise<PreparedStep[]> {
  const steps = Math.min(count, stepsToEvaluation(from, context.plan));
  return Promise.all(Array.from({ length: steps }, (_, i) => prepareStep(context, from + i)));
}

async function prepareStep(context: RunContext, step: number): Promise<PreparedStep> {
  const { recipe, split, plan } = context;
  const { epoch, batches } = groupOf(step, plan, recipe);
  const answers: number[] = [];
  const read = batches.map((members) =>
    members.map((sample) => {
      const question = split.train[sample]!;
      const order = recipe.data.shuffleChoices
        ? trainingOrder(recipe.training.seed, epoch, sample)
        : fileOrder;
      answers.push(letters.indexOf(shownAnswer(question, order)));
      return buildExample(context, question, order);
    }),
  );
  const examples = await Promise.all(read.map((batch) => Promise.all(batch)));
  return { batches: examples, answers, learningRate: rateAt(step, context) };
}
