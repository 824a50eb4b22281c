import type { Feeds, Tensor } from '../runtime/tensor.ts';
import type { TrainableShape } from './graphs.ts';
import type { Tensors } from './optimizer.ts';

/** An adapter's tensors under the names of the graph's inputs. */
export function adapterFeeds(shapes: readonly TrainableShape[], tensors: Tensors): Feeds {
  return Object.fromEntries(shapes.map(({ name, shape }, i) => [name, { data: tensors[i]!, shape }]));
}

/** A matrix as rows of numbers. */
export function rowsOf({ data, shape }: Tensor): number[][] {
  const width = shape.at(-1)!;
  return Array.from({ length: data.length / width }, (_, row) =>
    Array.from(data.slice(row * width, (row + 1) * width) as Float32Array),
  );
}
