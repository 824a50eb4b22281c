import { QuartetError } from '../../common/errors.ts';
import type { Builder } from '../../graph/builder.ts';
import { gradients } from '../../graph/gradients.ts';
import type { Value } from '../../graph/value.ts';
import {
  forward,
  type GraphSource,
  type Inputs,
  type TrainableShape,
  type TrainingOptions,
} from '../graphs.ts';
import { letterLogits, negativeLogLikelihood, trainingLoss } from '../loss.ts';
import { blocksOf, sizeOf, type ParameterGroup } from './parameter-groups.ts';

/** What a micro-batch's adapter is made from. */
export interface Adapted extends TrainingOptions {
  readonly trainable: readonly TrainableShape[];
  readonly groups: readonly ParameterGroup[];
}

/** Forward and backward pass over one micro-batch: a scalar loss, letter logits [batch, 4], and the gradient of each group's `weights`, f32. */
export function trainedPass(
  g: Builder,
  source: GraphSource,
  options: Adapted,
  weights: readonly Value[],
  input: Inputs['input'],
): { loss: Value; letters: Value; gradients: Value[] } {
  const parameters = parametersOf(g, options, weights);
  const { net, hidden } = forward(g.graph, source, options, { input, parameters });
  const loss = trainingLoss(net, source, hidden, options.smoothing);
  const letters = letterLogits(net, source, hidden);
  const grads = gradients(g.graph, loss, weights).map((gradient) => g.cast(gradient, 'f32'));
  return { loss, letters, gradients: grads };
}

/** Forward pass alone, without dropout: negative log-likelihoods [targets] and letter logits [batch, 4]. */
export function answeredPass(
  g: Builder,
  source: GraphSource,
  options: Adapted,
  weights: readonly Value[],
  input: Inputs['input'],
): { nll: Value; letters: Value } {
  const parameters = parametersOf(g, options, weights);
  const plain = { dropout: null, recompute: false };
  const { net, hidden } = forward(g.graph, source, plain, { input, parameters });
  const { likelihood } = negativeLogLikelihood(net, source.model, hidden);
  return { nll: g.reshape(likelihood, ['targets']), letters: letterLogits(net, source, hidden) };
}

/**
 * Each block of tensors as its part of its group, which a Split takes apart once a micro-batch; the Split's gradient
 * puts them together again. Both work on rows as long as fit into every part: on CUDA, Split and Concat of unequal parts
 * make and upload an i64 for every place along their axis, at each run, which for single numbers takes longer than a step.
 */
function parametersOf(
  g: Builder,
  { groups, trainable }: Adapted,
  weights: readonly Value[],
): Inputs['parameters'] {
  const values = new Map<string, Value>();
  groups.forEach(({ members, size }, i) => {
    const blocks = blocksOf(members);
    const sizes = blocks.map(sizeOf);
    const row = sizes.reduce(greatestCommonDivisor);
    const counts = sizes.map((count) => count / row);
    const parts = g.split(g.reshape(weights[i]!, [size / row, row]), counts, 0);
    blocks.forEach((block, k) => {
      const names = block.map(({ index }) => trainable[index]!.name);
      const columns = block[0]!.laid[1];
      values.set(names.join(), g.reshape(parts[k]!, [sizes[k]! / columns, columns]));
    });
  });
  return (names) => {
    const value = values.get(names.join());
    if (!value) throw new QuartetError('INTERNAL', `no group holds ${names.join(', ')} side by side`);
    return value;
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
