import { QuartetError } from '../common/errors.ts';
import { evaluate } from '../graph/shape.ts';
import type { Value } from '../graph/value.ts';

/** Of a tensor, wherever it lies. */
interface Sized {
  readonly shape: readonly number[];
}

/** Tensors by the names of a graph's inputs, wherever they lie. */
export type Sizes = Readonly<Record<string, Sized>>;

/** Sizes of the named axes, read off the tensors that were fed; tensors that disagree are an error of the caller. */
export function bindSizes(graphName: string, inputs: readonly Value[], feeds: Sizes): Map<string, number> {
  const bound = new Map<string, number>();
  for (const input of inputs) {
    const tensor = tensorOf(graphName, input, feeds);
    input.shape.forEach((dim, i) => {
      if (typeof dim === 'string' && !dim.includes('*') && !bound.has(dim)) bound.set(dim, tensor.shape[i]!);
    });
  }
  for (const input of inputs) {
    const { shape } = tensorOf(graphName, input, feeds);
    if (input.shape.some((dim, i) => evaluate(dim, bound) !== shape[i])) {
      const expected = input.shape.map((dim) =>
        typeof dim === 'string' ? `${dim} = ${evaluate(dim, bound)}` : dim,
      );
      throw new QuartetError(
        'INTERNAL',
        `graph ${graphName}: ${input.name} is [${shape.join(', ')}], not [${expected.join(', ')}]`,
      );
    }
  }
  return bound;
}

function tensorOf(graphName: string, input: Value, feeds: Sizes): Sized {
  const tensor = feeds[input.name];
  if (!tensor) throw new QuartetError('INTERNAL', `graph ${graphName}: input ${input.name} is missing`);
  if (tensor.shape.length !== input.shape.length)
    throw new QuartetError(
      'INTERNAL',
      `graph ${graphName}: ${input.name} has ${tensor.shape.length} axes, not ${input.shape.length}`,
    );
  return tensor;
}
