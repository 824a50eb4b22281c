import { QuartetError } from '../../common/errors.ts';
import { addConstant } from '../../graph/graph.ts';
import type { Value } from '../../graph/value.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import type { Sequence } from '../family.ts';
import type { Network } from '../network.ts';
import type { BatchSizes } from './batch-sizes.ts';

/**
 * Picture features [imageTokens, hidden] that were computed before, in place of the vision tower. bf16 cannot be fed
 * from Node: its bits are fed as whole numbers and looked up in the table of all 65,536 bf16 numbers, which is exact
 * and half the size of f32.
 */
export function fedFeatures(net: Network, hidden: number): Value {
  const { g } = net;
  if (net.dtype !== 'bf16') return net.table('features', ['imageTokens', hidden]);
  const bits = g.cast(net.input('featureBits', 'u16', ['imageTokens', hidden]), 'i32');
  const every = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i);
  return g.gather(addConstant(g.graph, 'bf16', [every.length], every), bits);
}

/** Features of a batch's pictures one after another, with zeros for image tokens that only fill it up. */
export function featureFeeds(
  pictures: readonly Sequence['pictures'][number][],
  hidden: number,
  { imageTokens }: Pick<BatchSizes, 'imageTokens'>,
): Feeds {
  const each = pictures.map((picture) => {
    if ('features' in picture) return picture.features;
    throw new QuartetError('INTERNAL', 'this graph takes the features of pictures, not their pixels');
  });
  const bits = each[0] instanceof Uint16Array;
  const data = new (bits ? Uint16Array : Float32Array)(imageTokens * hidden);
  let at = 0;
  for (const features of each) {
    data.set(features, at);
    at += features.length;
  }
  return { [bits ? 'featureBits' : 'features']: { data, shape: [imageTokens, hidden] } };
}
