import type { Value } from '../graph/value.ts';
import type { Model } from '../models/family.ts';
import type { Network } from '../models/network.ts';

export type Smoothing = 'none' | 'vocabulary' | 'letters';

/** What a loss is taken from: the model, and the ids of its four letters. */
interface LossSource {
  readonly model: Model;
  readonly letterIds: readonly number[];
}

/** Weighted sum of −log p over the targets, f32, with the part of it that is smoothed (Szegedy et al. 2016). */
export function trainingLoss(net: Network, source: LossSource, hidden: Value, smoothing: Smoothing): Value {
  const { g } = net;
  const weights = (name: string): Value => g.reshape(net.input(name, 'f32', ['targets']), ['targets', 1]);
  const { likelihood, normalizer, logits } = negativeLogLikelihood(net, source.model, hidden);
  let perTarget = g.mul(likelihood, weights('targetWeights'));
  if (smoothing !== 'none') {
    const towards = smoothing === 'letters' ? source.model.headOf(net, hidden, source.letterIds) : logits;
    const mean = g.reduceMean(towards, [1]);
    perTarget = g.add(perTarget, g.mul(g.sub(normalizer, mean), weights('smoothingWeights')));
  }
  return g.reduceSum(perTarget, [0, 1], false);
}

/**
 * −log p of each target [targets, 1] from its hidden state [targets, hidden], the log of its normalizer, and the
 * logits [targets, vocabulary]. The target's own logit is one dot product with its row of the head, so that no
 * one-hot matrix over the vocabulary is needed; the normalizer is any logit less its log share (a maximum over the
 * vocabulary, with which one would shift exponents by hand, takes CUDA 11 ms).
 */
export function negativeLogLikelihood(
  net: Network,
  model: Model,
  hidden: Value,
): { likelihood: Value; normalizer: Value; logits: Value } {
  const { g } = net;
  const logits = model.head(net, hidden);
  const first = (x: Value): Value => g.split(x, [1, model.vocabularySize - 1], 1)[0]!;
  const normalizer = g.sub(first(logits), first(g.logSoftmax(logits)));
  const rows = model.headRows(net, net.input('targetIds', 'i64', ['targets']));
  const own = g.reduceSum(g.mul(g.cast(hidden, 'f32'), rows), [1]);
  return { likelihood: g.sub(normalizer, own), normalizer, logits };
}

/** Logits [batch, 4] of the letters at the targets that `letterPlaces` names. */
export function letterLogits(net: Network, { model, letterIds }: LossSource, hidden: Value): Value {
  return model.headOf(net, net.g.gather(hidden, net.input('letterPlaces', 'i64', ['batch'])), letterIds);
}
