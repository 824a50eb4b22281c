import type { Graph } from '../graph/graph.ts';
import { evaluate } from '../graph/shape.ts';
import type { Value } from '../graph/value.ts';
import { bindSizes, type Sizes } from './sizes.ts';
import type { Feeds, Tensor } from './tensor.ts';

/** An input of a graph with what it is given. */
export interface Given {
  readonly input: Value;
  readonly tensor: Tensor;
}

/** What a graph's inputs are given on the host: what is fed, sizes, and what another input is fed under another shape. */
export function hostInputs(graph: Graph, feeds: Feeds, held: Sizes = {}): Given[] {
  const { name, inputs } = graph;
  const bound = bindSizes(
    name,
    inputs.filter(({ source }) => source.kind === 'input'),
    { ...feeds, ...held },
  );
  return inputs.flatMap((input): Given[] => {
    const { source, shape } = input;
    if (source.kind === 'dims') {
      const sizes = BigInt64Array.from(source.dims, (dim) => BigInt(evaluate(dim, bound)));
      return [{ input, tensor: { data: sizes, shape: [sizes.length] } }];
    }
    if (source.kind === 'view') {
      const { data } = feeds[source.of.name]!;
      return [{ input, tensor: { data, shape: shape.map((dim) => evaluate(dim, bound)) } }];
    }
    return held[input.name] ? [] : [{ input, tensor: feeds[input.name]! }];
  });
}
