import { expect, test } from 'vitest';
import { createBuilder } from '../../../src-main/graph/builder.ts';
import { gradients } from '../../../src-main/graph/gradients.ts';
import { addInput, addOutput, createGraph, type Graph } from '../../../src-main/graph/graph.ts';
import { dropDeadCode } from '../../../src-main/graph/passes/dead-code.ts';
import { fuseGemmAdd } from '../../../src-main/graph/passes/fuse-gemm-add.ts';
import { lowerForWebGpu } from '../../../src-main/graph/passes/lower-for-webgpu.ts';
import { skipExpand } from '../../../src-main/graph/passes/skip-expand.ts';
import { printGraph } from '../../../src-main/graph/print.ts';

/** Two Linears over one normed input, recomputed as one segment, and the gradient of both weights. */
function example(segmented: boolean): Graph {
  const g = createBuilder(createGraph('example'));
  const x = addInput(g.graph, 'x', 'f32', ['rows', 4]);
  const [q, k, w] = ['q', 'k', 'w'].map((name) => addInput(g.graph, name, 'f32', [4, 4]));
  const norm = addInput(g.graph, 'norm', 'f32', [4]);
  const layer = () => {
    const h = g.rmsNorm(g.gemm(x, w!, { transB: true }), norm, 1e-6);
    const scores = g.matMul(g.gemm(h, q!, { transB: true }), g.gemm(h, k!, { transB: true }), {
      transB: true,
      alpha: 0.5,
    });
    return g.reduceSum(g.softmax(scores), [1]);
  };
  const y = segmented ? g.segment('layer', layer) : layer();
  const loss = g.reduceSum(g.mul(y, y), [0, 1], false);
  const [dw] = gradients(g.graph, loss, [w!]);
  addOutput(g.graph, 'loss', loss);
  addOutput(g.graph, 'dw', dw!);
  return g.graph;
}

const passes = { skipExpand, fuseGemmAdd, lowerForWebGpu };

test.each([false, true])('forward and backward, recomputed: %s', async (segmented) => {
  const text = printGraph(example(segmented));
  await expect(text).toMatchFileSnapshot(`../../goldens/graph/example${segmented ? '-recomputed' : ''}.txt`);
});

test.each(Object.keys(passes) as (keyof typeof passes)[])('after %s', async (name) => {
  const graph = example(false);
  passes[name](graph);
  dropDeadCode(graph);
  await expect(printGraph(graph)).toMatchFileSnapshot(`../../goldens/graph/example-${name}.txt`);
});
