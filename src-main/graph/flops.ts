import type { Graph } from './graph.ts';
import { evaluate, product } from './shape.ts';
import type { Node } from './value.ts';

const products = new Set(['Gemm', 'MatMul', 'FusedMatMul']);

/**
 * Floating-point operations of one run under bound sizes: 2·m·n·k of every matrix product (Gemm, MatMul,
 * FusedMatMul), padding included. Everything else in a graph is counted as nothing.
 */
export function countFlops(graph: Graph, sizes: ReadonlyMap<string, number>): number {
  return graph.nodes
    .filter(({ op }) => products.has(op))
    .reduce((total, node) => total + productFlops(node, sizes), 0);
}

function productFlops({ inputs, outputs, attributes }: Node, sizes: ReadonlyMap<string, number>): number {
  const inner = inputs[0]!.shape.at(attributes['transA'] === true ? -2 : -1)!;
  return 2 * evaluate(product([...outputs[0]!.shape, inner]), sizes);
}
