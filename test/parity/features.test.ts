import { describe, expect, test } from 'vitest';
import { presets } from '../../src-main/recipe/presets.ts';
import { createSession } from '../../src-main/runtime/session.ts';
import { collate, type Example } from '../../src-main/train/batch.ts';
import { groupParameters } from '../../src-main/train/device/parameter-groups.ts';
import { buildMicroBatchGraph } from '../../src-main/train/device/graphs.ts';
import { createDeviceTrainer } from '../../src-main/train/device/trainer.ts';
import { createVisionTower } from '../../src-main/train/features/vision-tower.ts';
import {
  buildAnsweringGraph,
  buildTrainingGraph,
  trainableShapes,
  type GraphSource,
} from '../../src-main/train/graphs.ts';
import { createState, createTrainer } from '../../src-main/train/trainer.ts';
import { caseNames, openCase, relativeError } from './case.ts';

const plain = { dropout: null, recompute: false, smoothing: 'none' } as const;

/** The same examples and graphs with features in place of pixels. */
async function encoded(source: GraphSource, examples: Example[]) {
  const tower = createVisionTower(source);
  const kept = await Promise.all(
    examples.map(async (example) => {
      const pictures = example.pictures.map((picture) => {
        if ('features' in picture) throw new Error('the fixtures hold pixels');
        return tower.encode(tower.feeds(picture)).then((features) => ({ ...picture, features }));
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

// Unequal pictures, so that batches of one run are filled up to one shape.
test.each(['untied-two-sizes-right', 'sharded-two-pictures'])(
  '%s: the device program trains and answers with features as the host does with pixels',
  async (name) => {
    const { source, json, model, adapter, examples } = await openCase(name);
    const modules = source.lora!.modules.filter(({ rows }) => rows === 'text');
    const frozen = { ...source, lora: { modules, settings: adapter.settings } };
    const trainable = trainableShapes(modules, adapter.settings.r);
    const groups = groupParameters(trainable, source.dtype);
    const base = presets['tiny-demo'].recipe;
    const recipe = { ...base, training: { ...base.training, accumulation: 2 } };
    const weights = trainable.map((tensor) => adapter.tensors.get(tensor.name)!);
    const state = () =>
      createState(
        weights.map((tensor) => tensor.slice()),
        recipe.training.ema,
      );
    const common = {
      model,
      recipe,
      side: json.padding,
      provider: 'cpu',
      folder: source.snapshot.folder,
    } as const;
    const { graph } = buildTrainingGraph(frozen, plain);
    const host = await createTrainer({ ...common, graph, trainable, state: state() });
    const whole = examples(0, 'answer');
    const kept = await encoded(frozen, whole);
    const device = await createDeviceTrainer({
      ...common,
      groups,
      form: kept.source.form,
      state: state(),
      graph: buildMicroBatchGraph(kept.source, { ...plain, trainable, groups }),
    });
    const stepsOf = (all: Example[]) =>
      [[all, all.slice(1)], [all.slice(0, 1)]].map((batches) => ({ batches, learningRate: 1e-2 }));
    const [there, here] = [await device.steps(stepsOf(kept.examples)), await host.steps(stepsOf(whole))];
    there.forEach((step, i) => {
      expect(Math.abs(step.loss / here[i]!.loss - 1)).toBeLessThan(1e-4);
      expect(Math.abs(step.gradNorm / here[i]!.gradNorm - 1)).toBeLessThan(1e-3);
    });
    const scored = await device.scorer!.score([kept.examples, kept.examples.slice(0, 1)], weights);
    // One step without movement tells the letters' logits under the same weights.
    const still = await createTrainer({ ...common, graph, trainable, state: state() });
    const [told] = await still.steps([{ batches: [whole, whole.slice(0, 1)], learningRate: 0 }]);
    const answered = scored.flatMap(({ letterLogits }) => letterLogits.flat());
    expect(relativeError(answered, told!.letterLogits.flat())).toBeLessThan(1e-4);
    for (const trainer of [host, device, still]) await trainer.dispose();
  },
);
