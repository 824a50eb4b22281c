import { expect, test } from 'vitest';
import { createBuilder } from '../../src-main/graph/builder.ts';
import { addInput, addOutput, createGraph } from '../../src-main/graph/graph.ts';
import { createSession } from '../../src-main/runtime/session.ts';

test('a product runs on WebGPU, with no node left to the CPU', async () => {
  const g = createBuilder(createGraph('product'));
  const x = addInput(g.graph, 'x', 'f32', [2, 'n']);
  const y = addInput(g.graph, 'y', 'f32', ['n', 2]);
  addOutput(g.graph, 'product', g.matMul(x, y));
  const session = await createSession(g.graph, { provider: 'webgpu', strict: true });
  const { product } = await session.run({
    x: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
    y: { data: Float32Array.of(1, 0, 0, 1, 1, 1), shape: [3, 2] },
  });
  expect([...product!.data]).toEqual([4, 5, 10, 11]);
  await session.dispose();
});
