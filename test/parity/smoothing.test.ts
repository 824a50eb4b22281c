import { expect, test } from 'vitest';
import { createSession } from '../../src-main/runtime/session.ts';
import { collate } from '../../src-main/train/batch.ts';
import { buildTrainingGraph } from '../../src-main/train/graphs.ts';
import { openCase } from './case.ts';

const epsilon = 0.1;

/** (1 − ε)·(−log p of the target) + ε·mean(−log p of `over`), in float64 from transformers' own logits. */
function smoothed(logits: number[], target: number, over: number[]): number {
  const top = Math.max(...logits);
  const normalizer = top + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - top), 0));
  const mean = over.reduce((sum, id) => sum + normalizer - logits[id]!, 0) / over.length;
  return (1 - epsilon) * (normalizer - logits[target]!) + epsilon * mean;
}

test.each(['vocabulary', 'letters'] as const)('label smoothing over the %s', async (smoothing) => {
  const { source, json, model, adapter, examples, expected } = await openCase('tied-two-sizes-left');
  const { graph } = buildTrainingGraph(source, { dropout: null, recompute: false, smoothing });
  const session = await createSession(graph, { provider: 'cpu', folder: source.snapshot.weights.folder });
  const { feeds, targets } = collate(model, examples(0, 'answer'), { side: json.padding });
  const weights = (each: number) => ({
    data: new Float32Array(targets).fill(each / targets),
    shape: [targets],
  });
  const tensors = graph.inputs.flatMap(({ name, shape }) => {
    const data = adapter.tensors.get(name);
    return data ? [[name, { data, shape: shape.map(Number) }] as const] : [];
  });
  const { loss } = await session.run({
    ...feeds,
    ...Object.fromEntries(tensors),
    targetWeights: weights(1 - epsilon),
    smoothingWeights: weights(epsilon),
  });
  await session.dispose();

  const each: number[] = [];
  for (const [i, { ids, answerStart, logitRows }] of json.batches[0]!.entries()) {
    const logits = await expected(`logits.${i}`);
    const vocabulary = logits.length / logitRows.length;
    const over =
      smoothing === 'letters' ? [...source.letterIds] : Array.from({ length: vocabulary }, (_, id) => id);
    for (let at = answerStart; at < ids.length; at++) {
      const row = logitRows.indexOf(at - 1);
      each.push(smoothed([...logits.subarray(row * vocabulary, (row + 1) * vocabulary)], ids[at]!, over));
    }
  }
  const wanted = each.reduce((sum, value) => sum + value, 0) / each.length;
  expect(each).toHaveLength(targets);
  expect(Math.abs(Number(loss!.data[0]) / wanted - 1)).toBeLessThan(1e-5);
});
