import { describe, expect, it } from 'vitest';
import { createBuilder } from '../../../src-main/graph/builder.ts';
import { countFlops } from '../../../src-main/graph/flops.ts';
import { addInput, createGraph } from '../../../src-main/graph/graph.ts';

const sizes = new Map([
  ['batch', 5],
  ['seq', 7],
]);

function graphOf(build: (g: ReturnType<typeof createBuilder>) => void): number {
  const graph = createGraph('flops');
  build(createBuilder(graph));
  return countFlops(graph, sizes);
}

describe('countFlops', () => {
  it('counts 2·m·n·k of a Gemm, whichever way its factors lie', () => {
    // [3, 4]·[4, 6]: 3·6 elements of 4 products and 4 sums each.
    const plain = graphOf((g) =>
      g.gemm(addInput(g.graph, 'a', 'f32', [3, 4]), addInput(g.graph, 'b', 'f32', [4, 6])),
    );
    const transposed = graphOf((g) =>
      g.gemm(addInput(g.graph, 'a', 'f32', [4, 3]), addInput(g.graph, 'b', 'f32', [6, 4]), {
        transA: true,
        transB: true,
      }),
    );
    expect([plain, transposed]).toEqual([144, 144]);
  });

  it('binds named sizes and multiplies by the batch axes, broadcast ones too', () => {
    // 5·2 heads of [7, 8]·[8, 7], then of [7, 7]·[7, 3].
    const scores = graphOf((g) => {
      const q = addInput(g.graph, 'q', 'f32', ['batch', 2, 'seq', 8]);
      const k = addInput(g.graph, 'k', 'f32', ['batch', 1, 'seq', 8]);
      g.matMul(q, k, { transB: true });
    });
    const mixed = graphOf((g) => {
      const p = addInput(g.graph, 'p', 'f32', ['batch', 2, 'seq', 'seq']);
      g.matMul(p, addInput(g.graph, 'v', 'f32', ['seq', 3]));
    });
    expect([scores, mixed]).toEqual([5 * 2 * 7 * 7 * 2 * 8, 5 * 2 * 7 * 3 * 2 * 7]);
  });

  it('sums all products and counts other operations as nothing', () => {
    const flops = graphOf((g) => {
      const x = addInput(g.graph, 'x', 'f32', ['batch', 4]);
      const w = addInput(g.graph, 'w', 'f32', [4, 4]);
      g.gemm(g.tanh(g.gemm(x, w)), w);
    });
    expect(flops).toBe(2 * (2 * 5 * 4 * 4));
  });
});
