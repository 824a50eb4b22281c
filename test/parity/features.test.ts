import { describe, expect, test } from 'vitest';
import { createSession } from '../../src-main/runtime/session.ts';
import { collate, type Example } from '../../src-main/train/batch.ts';
import { createVisionTower } from '../../src-main/train/features/vision-tower.ts';
import { buildAnsweringGraph, buildTrainingGraph, type GraphSource } from '../../src-main/train/graphs.ts';
import { caseNames, openCase, relativeError } from './case.ts';

const plain = { dropout: null, recompute: false, smoothing: 'none' } as const;

/** The same examples and graphs with features in place of pixels. */
async function encoded(source: GraphSource, examples: Example[]) {
  const tower = createVisionTower(source);
  const kept = await Promise.all(
    examples.map(async (example) => {
      const pictures = example.pictures.map((picture) => {
        if ('features' in picture) throw new Error('the fixtures hold pixels');
        return tower.encode(picture);
      });
      return { ...example, pictures: await Promise.all(pictures) };
    }),
  );
  await tower.dispose();
  return { examples: kept, source: { ...source, form: { ...source.form, pictures: 'features' as const } } };
}

describe.each(caseNames)('%s with features that were computed before', (name) => {
  test('the bare model’s logits are those of transformers', async () => {
    const { source, json, model, examples, expected } = await openCase(name);
    const kept = await encoded({ ...source, lora: null }, examples(0, 'whole'));
    const graph = buildAnsweringGraph(kept.source, 'logits');
    expect(graph.inputs.map((input) => input.name)).not.toContain('pixels');
    const session = await createSession(graph, { provider: 'cpu', folder: source.snapshot.weights.folder });
    const { feeds, starts } = model.feed(kept.examples, { side: json.padding, form: kept.source.form });
    for (const [i, { logitRows }] of json.batches[0]!.entries()) {
      const rows = BigInt64Array.from(logitRows, (row) => BigInt(starts[i]! + row));
      const { logits } = await session.run({
        ...feeds,
        targetRows: { data: rows, shape: [rows.length] },
        letterPlaces: { data: new BigInt64Array(starts.length), shape: [starts.length] },
      });
      const wanted = await expected(`baseLogits.${i}`);
      expect(relativeError(logits!.data as Float32Array, wanted)).toBeLessThan(1e-4);
    }
    await session.dispose();
  });

  test('a text adapter’s loss and gradients are those with the tower in the graph', async () => {
    const { source, json, model, adapter, examples } = await openCase(name);
    const modules = source.lora!.modules.filter(({ rows }) => rows === 'text');
    const frozen = { ...source, lora: { modules, settings: adapter.settings } };
    const batch = examples(0, json.training.supervise);
    const run = async (of: { source: GraphSource; examples: Example[] }) => {
      const { graph, trainable } = buildTrainingGraph(of.source, plain);
      const session = await createSession(graph, { provider: 'cpu', folder: source.snapshot.weights.folder });
      const { feeds, targets } = collate(model, of.examples, { side: json.padding, form: of.source.form });
      const outputs = await session.run({
        ...feeds,
        ...Object.fromEntries(
          trainable.map(({ name: parameter, shape }) => [
            parameter,
            { data: adapter.tensors.get(parameter)!, shape },
          ]),
        ),
        targetWeights: { data: new Float32Array(targets).fill(1 / targets), shape: [targets] },
      });
      await session.dispose();
      return outputs;
    };
    const [inside, before] = [
      await run({ source: frozen, examples: batch }),
      await run(await encoded(frozen, batch)),
    ];
    for (const output of Object.keys(inside))
      // Batch mates of another size pad each other in the graph, and a kernel may then sum in another order.
      expect(
        relativeError(before[output]!.data as Float32Array, inside[output]!.data as Float32Array),
        output,
      ).toBeLessThan(1e-5);
  });
});
