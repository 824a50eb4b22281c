import { join } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import { sha256 } from '../common/hash.ts';
import type { Job } from '../engine/contract.ts';
import { canonicalJson } from '../recipe/canonical-json.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { readCheckpoint, writeCheckpoint, type Progress, type TensorSets } from './checkpoint.ts';
import { createEvaluator, type Evaluation, type Evaluator } from './evaluate.ts';
import { createChanceGuard, type ChanceGuard, type GuardSample } from './guards.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import { initialParameters } from './initial-parameters.ts';
import { openMetricsLog, type MetricsLog } from './metrics-log.ts';
import type { Tensors } from './optimizer.ts';
import { openTrainer } from './open-trainer.ts';
import type { RunContext } from './prepare-run.ts';
import { createSessionScorer } from './scorer.ts';
import { createState, type StepResult, type Trainer, type TrainerState } from './trainer.ts';

/**
 * Seconds of training between checkpoints, which is what a kill costs at most: as many as keep writing them below 3 % of
 * the time. A 7B adapter of rank 32 is 1.1 GB with its moments.
 */
function checkpointInterval(writingSeconds: number): number {
  return Math.min(300, Math.max(20, 33 * writingSeconds));
}

/** An optimizer step's outcome, with the loss over the four letters and the correctness of each sample. */
export interface TakenStep {
  readonly result: StepResult;
  readonly samples: readonly GuardSample[];
  readonly learningRate: number;
}

/** One run on its way: its trainer, its records, and what decides whether it goes on. */
export class Course {
  readonly trainer: Trainer;
  readonly #context: RunContext;
  readonly #hooks: JobHooks;
  readonly #folder: string;
  readonly #evaluator: Evaluator | null;
  readonly #log: MetricsLog;
  readonly #guard: ChanceGuard;
  readonly #earlierSeconds: number;
  readonly #began = performance.now();
  #progress: Progress;
  #best: Tensors | null;
  #evaluationSeconds = 0;
  #callSeconds = 0;
  #savedAt = performance.now();
  #savingSeconds = 0;
  #stepEnded = performance.now();

  private constructor(context: RunContext, hooks: JobHooks, folder: string, opened: Opened) {
    this.#context = context;
    this.#hooks = hooks;
    this.#folder = folder;
    this.trainer = opened.trainer;
    this.#evaluator = opened.evaluator;
    this.#log = opened.log;
    this.#progress = opened.progress;
    this.#best = opened.best;
    this.#earlierSeconds = opened.progress.trainSeconds;
    const { plan, recipe } = context;
    const fromStep = Math.max(plan.warmupSteps, Math.ceil(plan.stepsPerEpoch / 2));
    this.#guard = createChanceGuard({
      fromStep,
      enabled: recipe.training.stopAtChance,
      window: opened.progress.guard,
    });
  }

  /** Opens a run's training at its last checkpoint, or at the start. */
  static async open(
    job: Extract<Job, { kind: 'train' }>,
    context: RunContext,
    hooks: JobHooks,
  ): Promise<Course> {
    startPhase(hooks, 'load', 1);
    const folder = join(job.runFolder, 'checkpoints');
    return new Course(context, hooks, folder, await openParts(job, context, folder));
  }

  /** Optimizer steps taken. */
  get step(): number {
    return this.#progress.step;
  }

  /** Why training ended before its plan, if it did. */
  get early(): string | null {
    return this.#progress.early;
  }

  /** Writes the metrics of steps taken in one call; returns the reason when a guard stops the run. */
  async record(steps: readonly TakenStep[]): Promise<string | null> {
    const now = performance.now();
    this.#callSeconds = (now - this.#stepEnded) / 1000;
    const seconds = this.#callSeconds / steps.length;
    this.#stepEnded = now;
    for (const step of steps) {
      const reason = await this.#recordStep(step, seconds);
      if (reason !== null) return reason;
    }
    return null;
  }

  async #recordStep({ result, samples, learningRate }: TakenStep, seconds: number): Promise<string | null> {
    const { plan } = this.#context;
    const count = samples.length;
    this.#progress.step += 1;
    this.#progress.samples += count;
    const record = {
      kind: 'train' as const,
      step: this.step,
      epoch: this.step / plan.stepsPerEpoch,
      loss: result.loss,
      letterLoss: samples.reduce((sum, { loss }) => sum + loss, 0) / count,
      accuracy: samples.filter(({ correct }) => correct).length / count,
      learningRate,
      gradNorm: result.gradNorm,
      samples: count,
      seconds,
    };
    await this.#log.append(record);
    this.#hooks.emit({ type: 'metric', record });
    return this.#guard.take({ step: this.step, loss: result.loss, gradNorm: result.gradNorm, samples });
  }

  /** Ends training after this step, for whoever asked; the best weights so far are kept. */
  endEarly(): void {
    this.#progress.early ??= hostMessage('asked-to-finish', {
      step: this.step,
      total: this.#context.plan.totalSteps,
    });
  }

  /** Evaluates and checkpoints where due; returns whether it evaluated. */
  async milestone(): Promise<boolean> {
    const { plan, recipe } = this.#context;
    const epochEnds = this.step % plan.stepsPerEpoch === 0 || this.step === plan.totalSteps;
    const { timeBudgetMinutes } = recipe.training;
    // The next call of the trainer takes about as long as the last and cannot be cut short.
    const spoken = this.#elapsed() + this.#callSeconds + this.#reserve();
    if (timeBudgetMinutes !== null && spoken >= timeBudgetMinutes * 60)
      this.#progress.early = hostMessage('time-budget', {
        minutes: timeBudgetMinutes,
        step: this.step,
        total: plan.totalSteps,
      });
    const evaluated = epochEnds || this.#progress.early !== null;
    if (evaluated) await this.#evaluate();
    const sinceSaved = (performance.now() - this.#savedAt) / 1000;
    if (evaluated || sinceSaved > checkpointInterval(this.#savingSeconds)) await this.checkpoint();
    return evaluated;
  }

  /** Writes a checkpoint from which a resumed run ends at the same weights. */
  async checkpoint(): Promise<void> {
    const began = performance.now();
    const state = await this.trainer.readState();
    const sets: TensorSets = {
      parameters: state.parameters,
      first: state.adam.first,
      second: state.adam.second,
      ...(state.average ? { average: state.average } : {}),
      ...(this.#best ? { best: this.#best } : {}),
    };
    this.#progress.trainSeconds = this.#elapsed();
    this.#progress.metricsBytes = this.#log.bytes;
    this.#progress.guard = this.#guard.window();
    this.#progress.adamSteps = state.adam.step;
    this.#progress.lossScale = state.lossScale;
    this.#progress.provider = this.#context.provider.provider;
    await writeCheckpoint(this.#folder, this.#context.trainable, sets, this.#progress);
    this.#savedAt = performance.now();
    this.#savingSeconds = (this.#savedAt - began) / 1000;
  }

  /** The weights that the recipe keeps, and how they did. */
  async finish(): Promise<{ adapter: Tensors; validation: Evaluation | null; trainSeconds: number }> {
    const kept = this.#context.recipe.training.keep === 'last' ? null : this.#best;
    const evaluation = kept && this.#progress.best ? this.#progress.best.evaluation : this.#progress.last;
    const adapter = kept ?? (await this.#weights());
    return { adapter, validation: evaluation, trainSeconds: this.#elapsed() };
  }

  async dispose(): Promise<void> {
    await this.trainer.dispose();
    await this.#evaluator?.dispose();
    await this.#log.dispose();
  }

  #elapsed(): number {
    return this.#earlierSeconds + (performance.now() - this.#began) / 1000;
  }

  /** Weights that are evaluated and saved: the moving average where there is one. */
  async #weights(): Promise<Tensors> {
    const state = await this.trainer.readState();
    return state.average ?? state.parameters;
  }

  /** Seconds that answering validation and test will take, judged by the last evaluation. */
  #reserve(): number {
    const { split, challenge, recipe } = this.#context;
    const evaluated = split.validation.length;
    if (evaluated === 0 || this.#evaluationSeconds === 0) return 0;
    const rows = (evaluated + challenge.test.length) * recipe.answering.orders + evaluated;
    return (this.#evaluationSeconds / evaluated) * rows * 1.1;
  }

  async #evaluate(): Promise<void> {
    const { split, plan, recipe } = this.#context;
    if (!this.#evaluator) return;
    const began = performance.now();
    const progress = startPhase(this.#hooks, 'validate', split.validation.length);
    // An evaluation is not cut short: the checkpoint after it holds its outcome.
    const weights = await this.#weights();
    const evaluation = await this.#evaluator.evaluate(split.validation, weights, progress);
    this.#evaluationSeconds = (performance.now() - began) / 1000;
    this.#progress.last = evaluation;
    const record = {
      kind: 'validation' as const,
      step: this.step,
      epoch: this.step / plan.stepsPerEpoch,
      ...evaluation,
      seconds: this.#evaluationSeconds,
    };
    await this.#log.append(record);
    this.#hooks.emit({ type: 'metric', record });
    this.#compare(evaluation, weights);
    if (
      recipe.training.earlyStopping &&
      this.#progress.patience.waited >= recipe.training.earlyStopping.patience
    )
      this.#progress.early ??= hostMessage('early-stopping', {
        evaluations: this.#progress.patience.waited,
        step: this.step,
      });
    this.#stepEnded = performance.now();
  }

  /** Remembers the best weights, and how long the loss has not improved. */
  #compare(evaluation: Evaluation, weights: Tensors): void {
    const { keep, earlyStopping } = this.#context.recipe.training;
    const { best, patience } = this.#progress;
    const better =
      !best ||
      (keep === 'best-accuracy'
        ? isMoreAccurate(evaluation, best.evaluation)
        : evaluation.loss < best.evaluation.loss);
    if (keep !== 'last' && better) {
      this.#progress.best = { step: this.step, evaluation };
      this.#best = weights.map((tensor) => tensor.slice());
    }
    const improved =
      patience.loss === null || evaluation.loss < patience.loss - (earlyStopping?.minImprovement ?? 0);
    this.#progress.patience = improved
      ? { loss: evaluation.loss, waited: 0 }
      : { loss: patience.loss, waited: patience.waited + 1 };
  }
}

/** Between equal accuracies the lower loss wins. */
function isMoreAccurate(a: Evaluation, b: Evaluation): boolean {
  return a.accuracy > b.accuracy || (a.accuracy === b.accuracy && a.loss < b.loss);
}

interface Opened {
  readonly trainer: Trainer;
  readonly evaluator: Evaluator | null;
  readonly log: MetricsLog;
  readonly progress: Progress;
  readonly best: Tensors | null;
}

async function openParts(
  job: Extract<Job, { kind: 'train' }>,
  context: RunContext,
  folder: string,
): Promise<Opened> {
  const { recipe, trainable, split } = context;
  const { ema, seed } = recipe.training;
  const recipeHash = sha256(canonicalJson(recipe));
  const found = job.resume ? await readCheckpoint(folder, trainable, recipeHash) : null;
  if (found) requireDevice(found.progress, context);
  const state = found
    ? restored(found.sets, found.progress)
    : createState(initialParameters(trainable, seed), ema);
  const trainer = await openTrainer(context, state);
  const scorer =
    split.validation.length > 0 ? (trainer.scorer ?? (await createSessionScorer(context))) : null;
  return {
    trainer,
    evaluator: scorer && createEvaluator(scorer, context),
    log: await openMetricsLog(join(job.runFolder, 'metrics.jsonl'), found?.progress.metricsBytes ?? 0),
    progress: found?.progress ?? {
      format: 1,
      recipeHash,
      step: 0,
      samples: 0,
      provider: null,
      adamSteps: 0,
      trainSeconds: 0,
      metricsBytes: 0,
      best: null,
      last: null,
      early: null,
      patience: { loss: null, waited: 0 },
      guard: [],
    },
    best: found?.sets['best'] ?? null,
  };
}

/** A run that began on a GPU does not go on, a hundred times slower and in another precision, on the CPU. */
function requireDevice({ provider: before }: Progress, { provider: now }: RunContext): void {
  if (before === null || before === 'cpu' || now.provider !== 'cpu') return;
  const { provider, reason } = now;
  throw new QuartetError('CONFLICT', hostMessage('resume-without-device', { before, now: provider, reason }));
}

function restored(sets: TensorSets, progress: Progress): TrainerState {
  const { parameters, first, second, average } = sets as Record<string, Tensors>;
  return {
    parameters: parameters!,
    adam: { first: first!, second: second!, step: progress.adamSteps },
    average: average ?? null,
    lossScale: progress.lossScale,
  };
}
