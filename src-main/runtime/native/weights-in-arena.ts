import { valuesRead, type Graph } from '../../graph/graph.ts';
import { largestRegion } from './environment.ts';

/**
 * Whether a graph's weights are to lie in the arena, side by side. CUDA gives memory in pieces of 2 MiB, which rounds up
 * each of hundreds of small weights; but of regions that matrices of half their size lie in, half stays empty.
 */
export function weightsInArena(graph: Graph): boolean {
  const sizes = [...new Set(graph.nodes.flatMap(valuesRead))].flatMap(({ source }) =>
    source.kind === 'weight' ? [source.range.length] : [],
  );
  const sum = (bytes: readonly number[]): number => bytes.reduce((total, size) => total + size, 0);
  return 2 * sum(sizes.filter((size) => size > largestRegion / 4)) < sum(sizes);
}
