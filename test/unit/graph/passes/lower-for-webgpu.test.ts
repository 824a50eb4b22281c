import { expect, test } from 'vitest';
import { createBuilder, type Builder } from '../../../../src-main/graph/builder.ts';
import { addInput, addOutput, createGraph, type Graph } from '../../../../src-main/graph/graph.ts';
import { tidy } from '../../../../src-main/graph/passes/tidy.ts';
import type { Value } from '../../../../src-main/graph/value.ts';
import { createSession } from '../../../../src-main/runtime/session.ts';

/** The graph of what `build` makes of x [size], as WebGPU gets it. */
function lowered(size: number, build: (g: Builder, x: Value) => readonly Value[]): Graph {
  const graph = createGraph('lowered');
  const outputs = build(createBuilder(graph), addInput(graph, 'x', 'f32', [size]));
  outputs.forEach((output, i) => addOutput(graph, `y${i}`, output));
  tidy(graph, 'webgpu');
  return graph;
}

/** Its outputs for x = 0, 1, 2 …; the CPU runs all that WebGPU does. */
async function run(graph: Graph, size: number): Promise<number[][]> {
  const session = await createSession(graph, { provider: 'cpu' });
  const outputs = await session.run({ x: { data: Float32Array.from(Array(size).keys()), shape: [size] } });
  await session.dispose();
  return graph.outputs.map(({ name }) => Array.from(outputs[name]!.data, Number));
}

/** How many buffers a shader of this node binds. */
const buffers = ({ op, inputs, outputs }: Graph['nodes'][number]): number =>
  op === 'Split' ? 1 + outputs.length : op === 'Concat' ? inputs.length + 1 : 0;

// 1 + 2 + … + 60 numbers.
const sizes = Array.from({ length: 60 }, (_, i) => i + 1);
const total = 1830;

test('a long Split binds 8 buffers a shader at most, and few shaders do it', async () => {
  const graph = lowered(total, (g, x) => g.split(x, sizes, 0));
  expect(Math.max(...graph.nodes.map(buffers))).toBeLessThanOrEqual(8);
  // 60 parts of 7 at most are 9, and those are 2.
  expect(graph.nodes).toHaveLength(9 + 2 + 1);
  let from = 0;
  const wanted = sizes.map((size) => Array.from({ length: size }, () => from++));
  expect(await run(graph, total)).toEqual(wanted);
});

test('a long Concat binds 8 buffers a shader at most', async () => {
  const graph = lowered(total, (g, x) => [
    g.concat(
      sizes.map((size) => g.slice(x, size, size + 1, 0)),
      0,
    ),
  ]);
  expect(Math.max(...graph.nodes.map(buffers))).toBeLessThanOrEqual(8);
  expect(await run(graph, total)).toEqual([sizes]);
});

test.each([false, true])('a sum of many numbers is a sum over rows first, keepdims %s', async (keepdims) => {
  const graph = lowered(200 * 128, (g, x) => [g.reduceSum(g.scale(x, 2 ** -10), [0], keepdims)]);
  const rows = graph.nodes.filter(({ op }) => op === 'ReduceSum').map(({ inputs }) => inputs[0]!.shape);
  expect(rows).toEqual([[160, 160], [160]]);
  // n(n − 1)/2 of n = 25600, over 2¹⁰, within f32.
  expect((await run(graph, 200 * 128))[0]![0]! / (12800 * 25599)).toBeCloseTo(2 ** -10, 8);
  expect(graph.outputs[0]!.value.shape).toEqual(keepdims ? [1] : []);
});

test('a sum of few numbers stays as it is', () => {
  const graph = lowered(1000, (g, x) => [g.reduceSum(x, [0], false)]);
  expect(graph.nodes.map(({ op }) => op)).toEqual(['ReduceSum']);
});
