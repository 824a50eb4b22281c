import { letters } from '../../../../src-main/common/letters.ts';
import type { Challenge, Question } from '../../../../src-main/data/challenge.ts';
import type { MetricRow } from '../../../../src-main/history/metrics.ts';
import type { PredictionRow } from '../../../../src-main/history/predictions.ts';
import { drawsFor, pick } from './draws.ts';

/** A run's curves: `count` points, one in fifty a validation. */
export function makePoints(count: number, worth: number, seed: number, run: number): MetricRow[] {
  const random = drawsFor(seed, run, 2);
  const validations = Math.floor(count / 50);
  const steps = count - validations;
  const every = Math.ceil(steps / Math.max(1, validations));
  const none = { letterLoss: null, low: null, high: null, learningRate: null, gradNorm: null };
  return Array.from({ length: count }, (_, i): MetricRow => {
    const isTraining = i < steps;
    const step = isTraining ? i + 1 : Math.min(steps, (i - steps + 1) * every);
    const progress = step / steps;
    const accuracy = 0.25 + (worth - 0.25) * (1 - Math.exp(-6 * progress));
    const common = { ...none, step, epoch: 3 * progress, seconds: 1.2 * step };
    const noise = random.uniform() - 0.5;
    const loss = 1.4 * (1 - accuracy) + 0.2 * noise;
    if (!isTraining)
      return {
        ...common,
        kind: 'validation',
        loss,
        accuracy,
        low: accuracy - 0.02,
        high: accuracy + 0.02,
        samples: 400,
      };
    return {
      ...common,
      kind: 'train',
      loss,
      letterLoss: loss,
      accuracy: accuracy + 0.3 * noise,
      learningRate: 2e-4 * (1 - progress),
      gradNorm: 1 + noise,
      samples: 8,
    };
  });
}

/** A run's answers to the last tenth of the training questions and to all test questions; `worth` of them right. */
export function makePredictions(
  { train, test, solution }: Challenge,
  worth: number,
  seed: number,
  run: number,
): PredictionRow[] {
  const random = drawsFor(seed, run, 3);
  const answer = (split: string, { id, answer }: Question): PredictionRow => {
    const truth = answer ?? solution?.get(id)?.answer ?? 'a';
    const letter = random.uniform() < worth ? truth : pick(random, letters);
    const sure = 0.4 + 0.6 * random.uniform();
    const of = (other: string): number => (other === letter ? sure : (1 - sure) / 3);
    return {
      split,
      questionId: id,
      a: of('a'),
      b: of('b'),
      c: of('c'),
      d: of('d'),
      answer: letter,
      parsed: 'letters',
    };
  };
  const held = train.slice(-Math.round(train.length / 10));
  return [
    ...held.map((question) => answer('validation', question)),
    ...test.map((question) => answer('test', question)),
  ];
}
