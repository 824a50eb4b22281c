import { wilsonInterval } from '../../../src-main/common/statistics.ts';
import type { MetricRecord } from '../../../src-main/engine/contract.ts';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';
import { chance } from './chance.ts';

/** How training went: how many questions, how good in the end, how long. */
export interface Course {
  readonly name: string;
  readonly recipe: Recipe;
  readonly samples: number;
  readonly validation: number;
  readonly accuracy: number;
  readonly collapsed: boolean;
  readonly seconds: number;
}

/** The records of `metrics.jsonl` that such a run would leave: one a step, one an epoch. */
export function curvesOf(course: Course): MetricRecord[] {
  const { epochs, batchSize, accumulation } = course.recipe.training;
  const perEpoch = Math.ceil(course.samples / (batchSize * accumulation));
  const steps = perEpoch * epochs;
  const records = Array.from({ length: steps }, (_, i) => trained(course, i + 1, steps));
  const evaluated = Array.from({ length: epochs }, (_, i) => evaluation(course, i + 1, perEpoch, steps));
  return [...records, ...evaluated].sort((one, other) => one.step - other.step);
}

/** How far learning is at a share of the steps: fast first, then slower. */
function learned(done: number): number {
  return 1 - Math.exp(-5 * done);
}

function trained(course: Course, step: number, steps: number): MetricRecord {
  const { batchSize, accumulation } = course.recipe.training;
  const { epochs } = course.recipe.training;
  const progress = learned(step / steps);
  const noise = (what: string): number => chance(course.name, what, step) - 0.5;
  const letterLoss = course.collapsed
    ? 1.386 + 0.35 * Math.exp(-step / 4) + 0.02 * noise('letter')
    : 1.386 - (1.386 - (1 - course.accuracy) * 1.2) * progress + 0.28 * noise('letter') * (1.1 - progress);
  const loss = course.collapsed
    ? 1.9 + 2 * Math.exp(-step / 3) + 0.4 * noise('loss')
    : 0.07 + 0.9 * Math.exp(-9 * (step / steps)) + 0.05 * noise('loss') * (1.2 - progress);
  const size = batchSize * accumulation;
  const right = course.collapsed ? 0.26 : 0.3 + (course.accuracy + 0.02 - 0.3) * progress;
  return {
    kind: 'train',
    step,
    epoch: (step / steps) * epochs,
    loss,
    letterLoss: Math.max(0.01, letterLoss),
    accuracy: Math.min(1, Math.max(0, Math.round((right + 0.35 * noise('right')) * size) / size)),
    learningRate: learningRate(course.recipe, step, steps),
    gradNorm: 0.4 + 3 * (1 - progress) + 0.5 * noise('norm'),
    samples: size,
    seconds: (course.seconds * (step + 0.1 * noise('time'))) / steps,
  };
}

function learningRate({ training }: Recipe, step: number, steps: number): number {
  const warmup = Math.ceil(training.warmupRatio * steps);
  if (step < warmup) return (training.learningRate * step) / warmup;
  if (training.schedule === 'constant') return training.learningRate;
  return (training.learningRate * (steps - step)) / Math.max(1, steps - warmup);
}

function evaluation(course: Course, epoch: number, perEpoch: number, steps: number): MetricRecord {
  const { epochs } = course.recipe.training;
  const progress = epoch === epochs ? 1 : learned(epoch / epochs);
  const reached = course.collapsed ? 0.26 : 0.4 + (course.accuracy - 0.4) * progress;
  const right = Math.round(reached * course.validation);
  return {
    kind: 'validation',
    step: epoch * perEpoch,
    epoch,
    loss: course.collapsed ? 1.95 : 0.09 + (1 - reached) * 0.9,
    accuracy: right / course.validation,
    ...wilsonInterval(right, course.validation),
    count: course.validation,
    seconds: (course.seconds * epoch * perEpoch) / steps,
  };
}
