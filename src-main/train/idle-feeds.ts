import type { Graph } from '../graph/graph.ts';
import { evaluate } from '../graph/shape.ts';
import { bindSizes } from '../runtime/sizes.ts';
import type { Feeds, Tensor } from '../runtime/tensor.ts';

/** Zeros for the inputs that are neither fed nor held, of sizes as the others have them: a branch that is not taken wants its inputs too. */
export function idleFeeds(
  { inputs, name: graphName }: Graph,
  feeds: Feeds,
  held: Readonly<Record<string, unknown>>,
): Feeds {
  const fed = inputs.filter(({ name }) => feeds[name]);
  const bound = bindSizes(graphName, fed, feeds);
  const idle = inputs
    .filter(({ name, source }) => source.kind === 'input' && !feeds[name] && !held[name])
    .map(({ name, dtype, shape }): [string, Tensor] => {
      const sizes = shape.map((dim) => evaluate(dim, bound));
      const count = sizes.reduce((product, size) => product * size, 1);
      return [name, { data: new arrays[dtype as keyof typeof arrays](count), shape: sizes }];
    });
  return Object.fromEntries(idle);
}

const arrays = {
  f32: Float32Array,
  i64: BigInt64Array,
  u8: Uint8Array,
  u16: Uint16Array,
  bool: Uint8Array,
} as const;
