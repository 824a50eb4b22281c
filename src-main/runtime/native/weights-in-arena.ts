import { valuesRead, type Graph } from '../../graph/graph.ts';

/** Bytes from which a weight is large: few of its size fit into one of the arena's regions of 1 GiB. */
const large = 64 * 2 ** 20;

/**
 * Whether a graph's weights are to lie in the arena, side by side. CUDA gives memory in pieces of 2 MiB, which rounds up
 * each of hundreds of weights; but large ones leave too much of a region empty.
 */
export function weightsInArena(graph: Graph): boolean {
  const sizes = [...new Set(graph.nodes.flatMap(valuesRead))].flatMap(({ source }) =>
    source.kind === 'weight' ? [source.range.length] : [],
  );
  const sum = (bytes: readonly number[]): number => bytes.reduce((total, size) => total + size, 0);
  return 2 * sum(sizes.filter((size) => size > large)) < sum(sizes);
}
