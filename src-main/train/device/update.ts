import type { Builder } from '../../graph/builder.ts';
import type { Value } from '../../graph/value.ts';
import type { Recipe } from '../../recipe/recipe.ts';

/** A group's tensor, its moments, and its moving average where one is kept; f32, of one shape. */
export interface GroupState {
  readonly theta: Value;
  readonly first: Value;
  readonly second: Value;
  readonly average: Value | null;
}

/** Parts of a group's state that a recipe keeps. */
export function stateParts({ training }: Recipe): readonly (keyof GroupState)[] {
  return training.ema === null ? ['theta', 'first', 'second'] : ['theta', 'first', 'second', 'average'];
}

/** Numbers of an optimizer step that change from step to step, f32 scalars. */
export interface StepNumbers {
  /** lr / (1 − β₁ᵗ) */
  readonly stepSize: Value;
  /** 1 − lr·weight decay */
  readonly decay: Value;
  /** √(1 − β₂ᵗ) */
  readonly correction: Value;
}

/** Those numbers of the t-th step, counted from 1. */
export function stepNumbers(
  rate: number,
  t: number,
  { beta1, beta2, weightDecay }: Recipe['training'],
): Record<keyof StepNumbers, number> {
  return {
    stepSize: rate / (1 - beta1 ** t),
    decay: 1 - rate * weightDecay,
    correction: Math.sqrt(1 - beta2 ** t),
  };
}

/** Σ g² over all gradients. */
export function squaredNorm(g: Builder, gradients: readonly Value[]): Value {
  const squares = gradients.map((gradient) => g.reduceSum(g.mul(gradient, gradient), [0], false));
  // From the last layer on, in the order of the backward pass: ONNX Runtime works towards the first term first.
  return squares.reduceRight((sum, square) => g.add(sum, square));
}

/** AdamW (Loshchilov & Hutter 2019) in PyTorch's order, then the moving average: the graph form of `optimizer.ts`. */
export function updated(
  g: Builder,
  state: GroupState,
  gradient: Value,
  numbers: StepNumbers,
  { beta1, beta2, epsilon, ema }: Recipe['training'],
): GroupState {
  const first = g.add(state.first, g.scale(g.sub(gradient, state.first), 1 - beta1));
  const second = g.add(g.scale(state.second, beta2), g.scale(g.mul(gradient, gradient), 1 - beta2));
  const denominator = g.add(g.div(g.sqrt(second), numbers.correction), g.scalar(epsilon));
  const move = g.div(g.mul(first, numbers.stepSize), denominator);
  const theta = g.sub(g.mul(state.theta, numbers.decay), move);
  const average =
    state.average && ema !== null ? g.add(g.scale(state.average, ema), g.scale(theta, 1 - ema)) : null;
  return { theta, first, second, average };
}
