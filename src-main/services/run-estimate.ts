import { totalmem } from 'node:os';
import type { Preflight } from '../contract/index.ts';
import { openSnapshot } from '../data/snapshot.ts';
import { lastTrainingStep } from '../history/curves.ts';
import { measuredRuns, type MeasuredRun } from '../history/precedents.ts';
import { fourBitKind } from '../recipe/four-bit.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Services } from './context.ts';
import { modelFolder } from './models.ts';
import { storedRecipe } from './recipes.ts';
import {
  forwardFlops,
  modelShape,
  totalMemory,
  trainingFlops,
  trainingMemory,
  type ModelShape,
  type RunShape,
} from './run-cost.ts';

/** What the engine found out about a run, and the rate of large products here. */
export interface RunPlan {
  readonly tokens: number;
  readonly pictureTokens: number;
  readonly optimizerSteps: number;
  readonly trainable: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
  readonly gflops: number | null;
  /** Where it would run: the CPU computes in f32, GPUs in 16 bits. */
  readonly provider: string;
}

/** Of the rate of large products, what training and answering reach (docs/performance.md). */
const reached = { training: 0.55, answering: 0.65 };

const mebibyte = 2 ** 20;

/** Time and memory of a run: from the newest one that was alike, else by arithmetic from the model's sizes. */
export async function estimateRun(
  services: Services,
  recipe: Recipe,
  plan: RunPlan,
): Promise<Pick<Preflight, 'time' | 'memory'>> {
  const alike = findAlike(services, recipe);
  const model = await shapeOf(services, recipe);
  const { batchSize, ema } = recipe.training;
  const gradientCheckpointing = recipe.training.gradientCheckpointing === true;
  const run = { ...plan, batchSize, gradientCheckpointing, ema: ema !== null };
  const parts =
    model &&
    trainingMemory(model, run, {
      bytes: plan.provider === 'cpu' ? 4 : 2,
      fourBit: fourBitKind(recipe),
    });
  const machineMb = Math.round(totalmem() / mebibyte);
  return {
    time: scaledTime(services, alike, plan.optimizerSteps) ?? computedTime(model, run, plan, recipe),
    memory: alike?.peakRssMb
      ? { totalMb: alike.peakRssMb, machineMb, from: alike.name, parts }
      : { totalMb: parts ? Math.round(totalMemory(parts)) : 0, machineMb, from: null, parts },
  };
}

async function shapeOf(services: Services, { model }: Recipe): Promise<ModelShape | null> {
  const { config, tensors } = await openSnapshot(modelFolder(services, model.folder));
  const sizes = [...tensors.values()].map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  return modelShape(
    config,
    sizes.reduce((sum, size) => sum + size, 0),
  );
}

/** Evaluation and answering are taken to scale with the steps. */
function scaledTime(services: Services, alike: MeasuredRun | undefined, steps: number): Preflight['time'] {
  const done = alike && lastTrainingStep(services.history, alike.id);
  if (!done) return null;
  return { seconds: (alike.trainSeconds / done) * steps, from: alike.name };
}

function computedTime(
  model: ModelShape | null,
  run: RunShape,
  plan: RunPlan,
  { training, answering }: Recipe,
): Preflight['time'] {
  if (model === null || plan.gflops === null) return null;
  const forward = forwardFlops(model, run);
  const evaluated = plan.validationSamples * training.epochs;
  const answered = (plan.validationSamples + plan.testSamples) * answering.orders;
  const seconds =
    (trainingFlops(model, run) * plan.trainSamples * training.epochs) / reached.training +
    (forward * (evaluated + answered)) / reached.answering;
  return { seconds: seconds / (plan.gflops * 1e9), from: null };
}

/** Finished runs that are looked at for one that is alike. */
const mostRuns = 200;

/** The newest finished run that is alike in what decides time and memory. */
function findAlike({ history }: Services, recipe: Recipe): MeasuredRun | undefined {
  const wanted = costOf(recipe);
  return measuredRuns(history, mostRuns).find((run) => costOf(storedRecipe(run.recipe)) === wanted);
}

function costOf({ model, picture, lora, training }: Recipe): string {
  const { batchSize, accumulation, supervise, gradientCheckpointing } = training;
  return JSON.stringify([
    model,
    picture,
    lora.vision,
    lora.targetModules,
    batchSize,
    accumulation,
    supervise,
    gradientCheckpointing,
  ]);
}
