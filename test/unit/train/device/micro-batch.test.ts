import { expect, test } from 'vitest';
import type { Graph } from '../../../../src-main/graph/graph.ts';
import type { Value } from '../../../../src-main/graph/value.ts';
import { groupParameters } from '../../../../src-main/train/device/parameter-groups.ts';
import { buildMicroBatchGraph } from '../../../../src-main/train/device/graphs.ts';
import { trainableShapes } from '../../../../src-main/train/graphs.ts';
import { openCase } from '../../../parity/case.ts';

/** One micro-batch as CUDA would compute it; the tower's MLP has 68 columns, which become 72 in bf16. */
async function pass(): Promise<{ body: Graph; blocks: number; layers: number }> {
  const { source: opened, adapter } = await openCase('untied-36x36');
  const source = { ...opened, provider: 'cuda', dtype: 'bf16' } as const;
  const { modules } = source.lora!;
  const trainable = trainableShapes(modules, adapter.settings.r);
  const graph = buildMicroBatchGraph(source, {
    dropout: null,
    recompute: false,
    smoothing: 'none',
    trainable,
    groups: groupParameters(trainable, source.dtype),
  });
  const count = (suffix: string) => modules.filter(({ path }) => path.endsWith(suffix)).length;
  const mode = graph.nodes.find(({ name }) => name === 'mode')!;
  return {
    body: mode.bodies!['then_branch']!,
    blocks: modules.filter(({ path }) => /visual.*gate_proj/.test(path)).length,
    layers: count('q_proj'),
  };
}

const isZeros = (value: Value | null) =>
  value?.source.kind === 'constant' && value.source.data.every((number) => Number(number) === 0);

test('nothing of the adapters is padded at a step', async () => {
  const { body, blocks } = await pass();
  const padded = body.nodes.filter(({ op, inputs }) => op === 'Concat' && inputs.some(isZeros));
  // Frozen weights are, once, when the graph is loaded: matrices and biases of gate and up, and the matrix of down.
  expect(padded.filter(({ inputs: [x] }) => x!.source.kind === 'node')).toEqual([]);
  expect(blocks).toBeGreaterThan(1);
});

test('factors that are multiplied with one value come as one matrix, without a copy', async () => {
  const { body, layers } = await pass();
  const { r } = (await openCase('untied-36x36')).adapter.settings;
  // A product with the A of q, k and v: its second factor is a part of the layer's vector under another shape.
  const products = body.nodes.filter(({ op, outputs }) => op === 'Gemm' && outputs[0]!.shape[1] === 3 * r);
  const ofThree = products.filter(
    ({ inputs: [, a] }) => a!.source.kind === 'node' && a!.source.node.op === 'Reshape',
  );
  expect(ofThree.length).toBe(layers);
});
