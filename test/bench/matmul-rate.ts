import { createBuilder } from '../../src-main/graph/builder.ts';
import { countFlops } from '../../src-main/graph/flops.ts';
import { addInput, addOutput, createGraph } from '../../src-main/graph/graph.ts';
import { createSession } from '../../src-main/runtime/session.ts';
import { serve } from './side.ts';

// A child of the benchmark: the rate at which this machine multiplies large f32 matrices.

const n = 1536;
const graph = createGraph('rate');
const [a, b] = ['a', 'b'].map((name) => addInput(graph, name, 'f32', [n, n]));
const g = createBuilder(graph);
addOutput(graph, 'sum', g.reduceSum(g.gemm(a!, b!), [0, 1]));
const session = await createSession(graph, { provider: 'cpu' });
const tensor = { data: Float32Array.from({ length: n * n }, (_, i) => (i % 7) / 7), shape: [n, n] };

await serve({
  samples: 1,
  tokens: 0,
  flops: countFlops(graph, new Map()),
  run: async () => [Number((await session.run({ a: tensor, b: tensor }))['sum']!.data[0])],
});
