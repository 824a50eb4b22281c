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

/** ‖g‖₂ over all gradients, and the gradients scaled down to `limit` as PyTorch's clip_grad_norm_ does. */
export function clipped(
  g: Builder,
  gradients: readonly Value[],
  limit: number | null,
): { norm: Value; gradients: readonly Value[] } {
  const squares = gradients.map((gradient) => g.reduceSum(g.mul(gradient, gradient), [0], false));
  // From the last layer on, in the order of the backward pass: ONNX Runtime works towards the first term first.
  const norm = g.sqrt(squares.reduceRight((sum, square) => g.add(sum, square)));
  if (limit === null) return { norm, gradients };
  const room = g.div(g.scalar(limit), g.add(norm, g.scalar(1e-6)));
  const factor = g.where(g.greaterOrEqual(room, g.scalar(1)), g.scalar(1), room);
  return { norm, gradients: gradients.map((gradient) => g.mul(gradient, factor)) };
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
