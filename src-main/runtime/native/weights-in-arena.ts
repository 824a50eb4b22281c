import { valuesRead, type Graph } from '../../graph/graph.ts';

/**
 * Whether a graph's weights are to lie in an arena whose regions end at `region` bytes, side by side. CUDA gives memory in pieces of 2 MiB, which rounds up
 * each of hundreds of small weights; but of regions that matrices of half their size lie in, half stays empty.
 */
export function weightsInArena(graph: Graph, region: number): boolean {
  const sizes = [...new Set(graph.nodes.flatMap(valuesRead))].flatMap(({ source }) =>
    source.kind === 'weight' ? [source.range.length] : [],
  );
  const sum = (bytes: readonly number[]): number => bytes.reduce((total, size) => total + size, 0);
  return 2 * sum(sizes.filter((size) => size > region / 4)) < sum(sizes);
}
