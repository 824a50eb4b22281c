import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nf4Snapshot } from '../../src-main/data/nf4-snapshot.ts';
import { readHeader, readTensor } from '../../src-main/data/safetensors.ts';
import { presets } from '../../src-main/recipe/presets.ts';
import { createSession } from '../../src-main/runtime/session.ts';
import { collate } from '../../src-main/train/batch.ts';
import { groupParameters } from '../../src-main/train/device/parameter-groups.ts';
import { buildMicroBatchGraph } from '../../src-main/train/device/graphs.ts';
import { createDeviceTrainer } from '../../src-main/train/device/trainer.ts';
import { buildAnsweringGraph, buildTrainingGraph, type GraphSource } from '../../src-main/train/graphs.ts';
import { adapterFeeds } from '../../src-main/train/tensors.ts';
import { createState, createTrainer } from '../../src-main/train/trainer.ts';
import { openCase, relativeError } from './case.ts';

const fixtures = join(import.meta.dirname, '../fixtures/nf4');
const prefix = 'base_model.model.';
const plain = { dropout: null, recompute: false, smoothing: 'none' } as const;

interface Facts {
  readonly modules: string[];
  readonly losses: Record<'whole' | 'answer', { loss: number; targets: number }>;
  readonly trace: { learningRate: number; loss: number; gradientNorm: number }[];
}

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'quartet-nf4-'));
});
afterAll(() => rm(cache, { recursive: true }));

/** A parity case whose matrices are in NF4, and what PyTorch computes with the same matrices. */
async function openNf4(name: string, kind: 'nf4' | 'nf4-double-quant') {
  const opened = await openCase(name);
  const snapshot = await nf4Snapshot(opened.source.snapshot, {
    matrices: new Set(opened.model.linears.map(({ weight }) => weight)),
    double: kind === 'nf4-double-quant',
    folder: cache,
    signal: new AbortController().signal,
    progress: () => {},
  });
  const { tensors } = await readHeader(join(fixtures, `${name}.${kind}.safetensors`));
  const all = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as Record<typeof kind, Facts>;
  const source: GraphSource = { ...opened.source, snapshot };
  return {
    ...opened,
    source,
    facts: all[kind],
    expected: (key: string): Promise<Float32Array> => readTensor(tensors.get(key)!),
  };
}

const cases = ['tied-one-window', 'untied-two-sizes-right'].flatMap((name) =>
  (['nf4', 'nf4-double-quant'] as const).map((kind) => [name, kind] as const),
);

describe.each(cases)('%s in %s beside transformers and PEFT', (name, kind) => {
  test('the matrices are those that transformers gives to bitsandbytes', async () => {
    const { model, facts } = await openNf4(name, kind);
    expect(model.linears.map(({ path }) => path).sort()).toEqual(facts.modules.toSorted());
  });

  test('logits', async () => {
    const { source, json, model, adapter, examples, expected } = await openNf4(name, kind);
    const graph = buildAnsweringGraph(source, 'logits');
    const session = await createSession(graph, { provider: 'cpu', folder: source.snapshot.weights.folder });
    const { feeds, starts } = model.feed(examples(0, 'whole'), { side: json.padding });
    const { trainable } = buildTrainingGraph(source, plain);
    for (const [i, { logitRows }] of json.batches[0]!.entries()) {
      const rows = BigInt64Array.from(logitRows, (row) => BigInt(starts[i]! + row));
      const { logits } = await session.run({
        ...feeds,
        ...adapterFeeds(
          trainable,
          trainable.map((tensor) => adapter.tensors.get(tensor.name)!),
        ),
        targetRows: { data: rows, shape: [rows.length] },
        letterPlaces: { data: new BigInt64Array(starts.length), shape: [starts.length] },
      });
      expect(relativeError(logits!.data as Float32Array, await expected(`logits.${i}`))).toBeLessThan(1e-4);
    }
    await session.dispose();
  });

  test.each([false, true])('loss and every gradient, recompute %s', async (recompute) => {
    const { source, json, model, adapter, examples, expected, facts } = await openNf4(name, kind);
    const { supervise } = json.training;
    const { graph, trainable } = buildTrainingGraph(source, { ...plain, recompute });
    const session = await createSession(graph, { provider: 'cpu', folder: source.snapshot.weights.folder });
    const { feeds, targets } = collate(model, examples(0, supervise), { side: json.padding });
    const outputs = await session.run({
      ...feeds,
      ...adapterFeeds(
        trainable,
        trainable.map((tensor) => adapter.tensors.get(tensor.name)!),
      ),
      targetWeights: { data: new Float32Array(targets).fill(1 / targets), shape: [targets] },
    });
    await session.dispose();
    expect(Math.abs(Number(outputs['loss']!.data[0]) / facts.losses[supervise].loss - 1)).toBeLessThan(1e-5);
    for (const { name: parameter } of trainable) {
      const gradient = outputs[`gradient:${parameter}`]!.data as Float32Array;
      expect(
        relativeError(gradient, await expected(`gradient.${prefix}${parameter}`)),
        parameter,
      ).toBeLessThan(1e-3);
    }
  });

  test.each(['host', 'device'] as const)('ten optimizer steps, state on the %s', async (place) => {
    const { source, json, model, adapter, examples, facts } = await openNf4(name, kind);
    const { training } = json;
    const { graph, trainable } = buildTrainingGraph(source, plain);
    const base = presets['tiny-demo'].recipe;
    const settings = {
      maxGradNorm: training.clip,
      weightDecay: training.weightDecay,
      labelSmoothing: 0,
      ema: null,
    };
    const recipe = { ...base, training: { ...base.training, ...settings, accumulation: 2 } };
    const state = createState(
      trainable.map(({ name: parameter }) => adapter.tensors.get(parameter)!.slice()),
      null,
    );
    const options = { trainable, recipe, model, state, side: json.padding };
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
    const results = await trainer.steps(facts.trace.map(({ learningRate }) => ({ batches, learningRate })));
    await trainer.dispose();
    results.forEach(({ loss, gradNorm }, step) => {
      expect(Math.abs(loss / facts.trace[step]!.loss - 1)).toBeLessThan(1e-4);
      expect(Math.abs(gradNorm / facts.trace[step]!.gradientNorm - 1)).toBeLessThan(1e-3);
    });
  });
});
