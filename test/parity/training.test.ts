import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHeader, readTensor } from '../../src-main/data/safetensors.ts';
import { writeSafetensors } from '../../src-main/data/safetensors-write.ts';
import { readAdapter, writeAdapter } from '../../src-main/models/lora/adapter-file.ts';
import { presets } from '../../src-main/recipe/presets.ts';
import type { Scored } from '../../src-main/train/scorer.ts';
import { createSession } from '../../src-main/runtime/session.ts';
import type { Tensor } from '../../src-main/runtime/tensor.ts';
import { collate, collatePrompts } from '../../src-main/train/batch.ts';
import { buildAnsweringGraph, buildTrainingGraph, trainableShapes } from '../../src-main/train/graphs.ts';
import { learningRate } from '../../src-main/train/schedule.ts';
import { columnKeys } from '../../src-main/train/dropout-keys.ts';
import { buildMicroBatchGraph } from '../../src-main/train/device/graphs.ts';
import { groupParameters } from '../../src-main/train/device/parameter-groups.ts';
import { createDeviceTrainer } from '../../src-main/train/device/trainer.ts';
import { adapterFeeds } from '../../src-main/train/tensors.ts';
import { createState, createTrainer } from '../../src-main/train/trainer.ts';
import { caseNames, openCase, relativeError } from './case.ts';

const prefix = 'base_model.model.';
const plain = { dropout: null, recompute: false, smoothing: 'none' } as const;

describe.each(caseNames)('%s beside transformers and PEFT', (name) => {
  test.each(['adapter', 'bare'] as const)('logits, %s', async (which) => {
    const { source, json, model, adapter, examples, expected } = await openCase(name);
    const graph = buildAnsweringGraph(which === 'bare' ? { ...source, lora: null } : source, 'logits');
    const session = await createSession(graph, { provider: 'cpu', folder: source.snapshot.weights.folder });
    const { feeds, starts } = model.feed(examples(0, 'whole'), { side: json.padding });
    for (const [i, { logitRows }] of json.batches[0]!.entries()) {
      const rows = BigInt64Array.from(logitRows, (row) => BigInt(starts[i]! + row));
      const { logits } = await session.run({
        ...feeds,
        ...(which === 'bare' ? {} : tensorsOf(adapter.tensors, graph.inputs)),
        targetRows: { data: rows, shape: [rows.length] },
        letterPlaces: { data: new BigInt64Array(starts.length), shape: [starts.length] },
      });
      const key = which === 'bare' ? `baseLogits.${i}` : `logits.${i}`;
      expect(relativeError(logits!.data as Float32Array, await expected(key))).toBeLessThan(1e-4);
    }
    await session.dispose();
  });

  test.each([false, true])('loss and every gradient, recompute %s', async (recompute) => {
    const { source, json, model, adapter, examples, expected } = await openCase(name);
    const { supervise } = json.training;
    const { graph, trainable } = buildTrainingGraph(source, { ...plain, recompute });
    const session = await createSession(graph, { provider: 'cpu', folder: source.snapshot.weights.folder });
    const { feeds, targets } = collate(model, examples(0, supervise), { side: json.padding });
    const outputs = await session.run({
      ...feeds,
      ...tensorsOf(adapter.tensors, graph.inputs),
      targetWeights: { data: new Float32Array(targets).fill(1 / targets), shape: [targets] },
    });
    expect(targets).toBe(json.losses[supervise].targets);
    expect(Math.abs(Number(outputs['loss']!.data[0]) / json.losses[supervise].loss - 1)).toBeLessThan(1e-5);
    expect(trainable).toHaveLength(adapter.tensors.size);
    for (const { name: parameter } of trainable) {
      const gradient = outputs[`gradient:${parameter}`]!.data as Float32Array;
      expect(
        relativeError(gradient, await expected(`gradient.${prefix}${parameter}`)),
        parameter,
      ).toBeLessThan(1e-3);
    }
    await session.dispose();
  });

  test.each(['host', 'device'] as const)('ten optimizer steps, state on the %s', async (place) => {
    const { source, json, model, adapter, examples, expected } = await openCase(name);
    const { training } = json;
    const { graph, trainable } = buildTrainingGraph(source, plain);
    const start = trainable.map(({ name: parameter }) => adapter.tensors.get(parameter)!);
    const initial = createState(
      start.map((tensor) => tensor.slice()),
      null,
    );
    const base = presets['tiny-demo'].recipe;
    const recipe = {
      ...base,
      training: {
        ...base.training,
        accumulation: 2,
        maxGradNorm: training.clip,
        weightDecay: training.weightDecay,
        labelSmoothing: 0,
        ema: null,
      },
    };
    const options = { trainable, recipe, model, state: initial, side: json.padding };
    const session = { provider: 'cpu', folder: source.snapshot.weights.folder } as const;
    const groups = groupParameters(trainable, source.dtype);
    const trainer =
      place === 'host'
        ? await createTrainer({ ...options, ...session, graph })
        : await createDeviceTrainer({
            ...options,
            ...session,
            groups,
            form: source.form,
            graph: buildMicroBatchGraph(source, { ...plain, trainable, groups }),
          });
    const batches = [0, 1].map((batch) => examples(batch, training.supervise));
    const inputs = training.trace.map(({ learningRate: expectedRate }, step) => {
      const rate = learningRate(step, {
        schedule: 'cosine',
        base: training.learningRate,
        warmupSteps: training.warmupSteps,
        totalSteps: training.steps,
      });
      expect(rate).toBeCloseTo(expectedRate, 12);
      return { batches, learningRate: rate };
    });
    // Two calls, so that the state has gone in and out once.
    const results = [...(await trainer.steps(inputs.slice(0, 4))), ...(await trainer.steps(inputs.slice(4)))];
    for (const [step, { loss, gradNorm }] of results.entries()) {
      const trace = training.trace[step]!;
      expect(Math.abs(loss / trace.loss - 1)).toBeLessThan(1e-4);
      expect(Math.abs(gradNorm / trace.gradientNorm - 1)).toBeLessThan(1e-3);
    }
    const state = await trainer.readState();
    await trainer.dispose();
    const moved = state.parameters.flatMap((tensor, i) =>
      Array.from(tensor, (value, j) => value - start[i]![j]!),
    );
    const wanted: number[] = [];
    for (const { name: parameter } of trainable)
      wanted.push(...(await expected(`delta.${prefix}${parameter}`)));
    expect(relativeError(moved, wanted)).toBeLessThan(1e-3);
  });
});

// With dropout: a row's mask does not depend on what its batch is padded to.
test.each([1, 2])('steps of %i unequal batches on the device are those on the host', async (accumulation) => {
  const { source, json, model, adapter, examples } = await openCase('tied-two-sizes-left');
  const trainable = trainableShapes(source.lora!.modules, adapter.settings.r);
  const groups = groupParameters(trainable, source.dtype);
  const base = presets['tiny-demo'].recipe;
  const recipe = { ...base, training: { ...base.training, accumulation, ema: 0.9, labelSmoothing: 0.1 } };
  const columns = (rows: 'text' | 'vision', width: number) => columnKeys(recipe.training.seed, rows, width);
  const dropout = { rate: 0.1, columnKeys: columns };
  const options = { ...plain, dropout, smoothing: recipe.training.smoothingOver };
  const common = {
    model,
    recipe,
    side: json.padding,
    provider: 'cpu',
    folder: source.snapshot.weights.folder,
  } as const;
  const state = () =>
    createState(
      trainable.map((tensor) => adapter.tensors.get(tensor.name)!.slice()),
      recipe.training.ema,
    );
  const { graph } = buildTrainingGraph(source, options);
  const host = await createTrainer({ ...common, graph, trainable, state: state() });
  const device = await createDeviceTrainer({
    ...common,
    groups,
    form: source.form,
    state: state(),
    graph: buildMicroBatchGraph(source, { ...options, trainable, groups }),
  });
  const whole = examples(0, 'answer');
  // A full step, one whose last batch is smaller, and one with a single small batch.
  const inputs = [[whole, whole], [whole, whole.slice(1)], [whole.slice(0, 1)]].map((batches) => ({
    batches: batches.slice(-accumulation),
    learningRate: 1e-2,
  }));
  const [there, here] = [await device.steps(inputs), await host.steps(inputs)];
  const [onDevice, onHost] = [await device.readState(), await host.readState()];
  await device.dispose();
  await host.dispose();
  there.forEach((step, i) => {
    expect(Math.abs(step.loss / here[i]!.loss - 1)).toBeLessThan(1e-4);
    expect(Math.abs(step.gradNorm / here[i]!.gradNorm - 1)).toBeLessThan(1e-3);
    expect(step.letterLogits).toHaveLength(here[i]!.letterLogits.length);
    expect(relativeError(step.letterLogits.flat(), here[i]!.letterLogits.flat())).toBeLessThan(1e-3);
  });
  const flat = (tensors: readonly Float32Array[]) => tensors.flatMap((tensor) => [...tensor]);
  expect(relativeError(flat(onDevice.parameters), flat(onHost.parameters))).toBeLessThan(1e-3);
  expect(relativeError(flat(onDevice.average!), flat(onHost.average!))).toBeLessThan(1e-3);
});

test.each(['tied-two-sizes-left', 'untied-36x36'])(
  '%s: the trainer on the device answers with the weights that it trains',
  async (name) => {
    const { source, json, model, adapter, examples } = await openCase(name);
    const { supervise } = json.training;
    const trainable = trainableShapes(source.lora!.modules, adapter.settings.r);
    const groups = groupParameters(trainable, source.dtype);
    const weights = trainable.map((tensor) => adapter.tensors.get(tensor.name)!);
    const recipe = presets['tiny-demo'].recipe;
    const trainer = await createDeviceTrainer({
      model,
      recipe,
      groups,
      form: source.form,
      side: json.padding,
      // Answers come from the weights that are given, not from these.
      state: createState(
        weights.map((tensor) => new Float32Array(tensor.length)),
        null,
      ),
      graph: buildMicroBatchGraph(source, { ...plain, trainable, groups }),
      provider: 'cpu',
      folder: source.snapshot.weights.folder,
    });
    const whole = examples(0, supervise);
    const scored = await trainer.scorer!.score([whole, whole.slice(0, 1)], weights);
    await trainer.dispose();
    const { loss, targets } = json.losses[supervise];
    const [all, one] = scored as [Scored, Scored];
    expect(all.nll).toHaveLength(targets);
    expect(Math.abs(all.nll.reduce((sum, value) => sum + value, 0) / targets / loss - 1)).toBeLessThan(1e-5);
    expect(one.letterLogits).toHaveLength(1);
    expect(relativeError(one.letterLogits[0]!, all.letterLogits[0]!)).toBeLessThan(1e-4);
  },
);

/** A key as PEFT wrote it under transformers before 4.52, whose modules were not yet nested. */
function olderName(key: string): string {
  const name = key
    .replace('model.model.language_model.', 'model.model.')
    .replace('model.model.visual.', 'model.visual.');
  expect(name).not.toBe(key);
  return name;
}

test('an adapter with the older key names is the same adapter', async () => {
  const { folder, model, adapter } = await openCase('tied-one-window');
  const old = await mkdtemp(join(tmpdir(), 'quartet-adapter-'));
  await cp(join(folder, 'adapter'), old, { recursive: true });
  const file = join(old, 'adapter_model.safetensors');
  const { tensors } = await readHeader(file);
  const renamed = [...tensors.values()].map(async (entry) => ({
    name: olderName(entry.name),
    shape: entry.shape,
    data: await readTensor(entry),
  }));
  await writeSafetensors(file, await Promise.all(renamed));
  const older = await readAdapter(old, model);
  expect(older.settings).toEqual(adapter.settings);
  expect(older.tensors).toEqual(adapter.tensors);
  await rm(old, { recursive: true });
});

test('an adapter written here is read back bit for bit', async () => {
  const { source, model, adapter } = await openCase('sharded-two-pictures');
  const { trainable } = buildTrainingGraph(source, plain);
  const folder = await mkdtemp(join(tmpdir(), 'quartet-adapter-'));
  const config = {
    ...adapter.settings,
    dropout: 0,
    targetModules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
    excludeModules: null,
    baseModel: 'sharded',
    fourBit: null,
  };
  await writeAdapter(
    folder,
    config,
    trainable.map((shape) => ({ ...shape, data: adapter.tensors.get(shape.name)! })),
  );
  const again = await readAdapter(folder, model);
  expect(again.settings).toEqual(adapter.settings);
  expect(Object.fromEntries(again.tensors)).toEqual(Object.fromEntries(adapter.tensors));
  await rm(folder, { recursive: true });
});

/** An adapter's tensors as feeds, shaped as the graph's inputs of those names. */
function tensorsOf(
  tensors: ReadonlyMap<string, Float32Array>,
  inputs: readonly { name: string; shape: readonly (number | string)[] }[],
): Record<string, Tensor> {
  const shapes = inputs.flatMap(({ name, shape }) =>
    tensors.has(name) ? [{ name, shape: shape.map(Number) as [number, number] }] : [],
  );
  return adapterFeeds(
    shapes,
    shapes.map(({ name }) => tensors.get(name)!),
  );
}

test('pictures as bytes, normalised in the graph, are the same pictures to the last bit', async () => {
  const { source, model, adapter } = await openCase('tied-22x32');
  const bytes = Uint8Array.from({ length: 8 * 8 * 588 }, (_, i) => (i * 31) % 256);
  const prompt = {
    ids: [1, 2, ...Array<number>(16).fill(model.imageTokenId), 3],
    pictures: [{ pixels: bytes, gridHeight: 8, gridWidth: 8 }],
  };
  const answers: Tensor[] = [];
  for (const pictures of ['bytes', 'floats'] as const) {
    const graph = buildAnsweringGraph({ ...source, form: { pictures, multiple: 1 } }, 'letters');
    const session = await createSession(graph, { provider: 'cpu', folder: source.snapshot.weights.folder });
    const feeds = {
      ...collatePrompts(model, [prompt], { pictures, multiple: 1 }),
      ...tensorsOf(adapter.tensors, graph.inputs),
    };
    answers.push((await session.run(feeds))['letterLogits']!);
    await session.dispose();
  }
  expect(answers[0]).toEqual(answers[1]);
});
