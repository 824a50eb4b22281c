import { expect, test } from 'vitest';
import { createSession } from '../../src-main/runtime/session.ts';
import { collate } from '../../src-main/train/batch.ts';
import { buildAnsweringGraph, buildTrainingGraph } from '../../src-main/train/graphs.ts';
import { openCase, relativeError } from '../parity/case.ts';
import { onWebGpu } from './precision.ts';

// f16 keeps 11 bits, an error of 5e-4; a gradient is the sum of many of them.
const limits = { f32: 5e-3, f16: 4e-2 } as const;

test.each([
  ['tied-22x32', 'f32'],
  ['tied-22x32', 'f16'],
  ['tied-two-sizes-left', 'f16'],
  ['qwen2-vl-tied-vision', 'f32'],
  ['qwen2-vl-tied-vision', 'f16'],
] as const)('%s in %s on WebGPU beside transformers and PEFT', async (name, dtype) => {
  const opened = await openCase(name, 'webgpu');
  const { json, model, adapter, examples, expected } = opened;
  const source = await onWebGpu(opened.source, dtype);
  const limit = limits[dtype];
  const { supervise } = json.training;
  const { graph, trainable } = buildTrainingGraph(source, {
    dropout: null,
    recompute: false,
    smoothing: 'none',
  });
  const parameters = Object.fromEntries(
    trainable.map(({ name: parameter, shape }) => [
      parameter,
      { data: adapter.tensors.get(parameter)!, shape },
    ]),
  );
  const options = { provider: 'webgpu', folder: source.snapshot.weights.folder } as const;
  const training = await createSession(graph, options);
  const { feeds, targets } = collate(model, examples(0, supervise), { side: json.padding });
  const outputs = await training.run({
    ...feeds,
    ...parameters,
    targetWeights: { data: new Float32Array(targets).fill(1 / targets), shape: [targets] },
  });
  await training.dispose();
  expect(Math.abs(Number(outputs['loss']!.data[0]) / json.losses[supervise].loss - 1)).toBeLessThan(limit);
  for (const { name: parameter } of trainable) {
    const gradient = outputs[`gradient:${parameter}`]!.data as Float32Array;
    const wanted = await expected(`gradient.base_model.model.${parameter}`);
    expect(relativeError(gradient, wanted), parameter).toBeLessThan(limit);
  }

  const answering = await createSession(buildAnsweringGraph(source, 'logits'), options);
  const { feeds: prompts, starts } = model.feed(examples(0, supervise), { side: json.padding });
  for (const [i, { logitRows }] of json.batches[0]!.entries()) {
    const rows = BigInt64Array.from(logitRows, (row) => BigInt(starts[i]! + row));
    const { logits } = await answering.run({
      ...prompts,
      ...parameters,
      targetRows: { data: rows, shape: [rows.length] },
      letterPlaces: { data: new BigInt64Array(starts.length), shape: [starts.length] },
    });
    expect(relativeError(logits!.data as Float32Array, await expected(`logits.${i}`))).toBeLessThan(limit);
  }
  await answering.dispose();
});
