import { describe, expect, test } from 'vitest';
import { presets } from '../../src-main/recipe/presets.ts';
import type { Recipe } from '../../src-main/recipe/recipe.ts';
import { columnKeys } from '../../src-main/train/dropout-keys.ts';
import { groupParameters } from '../../src-main/train/device/parameter-groups.ts';
import { buildTrainingGraph, trainableShapes, type TrainingOptions } from '../../src-main/train/graphs.ts';
import { createState, createTrainer, type Trainer } from '../../src-main/train/trainer.ts';
import { buildMicroBatchGraph } from '../../src-main/train/device/graphs.ts';
import { createDeviceTrainer } from '../../src-main/train/device/trainer.ts';
import { openCase, relativeError } from '../parity/case.ts';
import { onWebGpu } from './precision.ts';

const plain = { dropout: null, recompute: false, smoothing: 'none' } as const;
const { recipe: demo } = presets['tiny-demo'];

type Opened = Awaited<ReturnType<typeof openCase>>;

/** The trainer of a case with its adapter, on WebGPU in f16 or f32, which no node may leave. */
async function webGpuTrainer(
  opened: Opened,
  dtype: 'f16' | 'f32',
  recipe: Recipe,
  options: TrainingOptions,
): Promise<Trainer> {
  const source = await onWebGpu(opened.source, dtype);
  const trainable = trainableShapes(source.lora!.modules, opened.adapter.settings.r);
  const groups = groupParameters(trainable, source.dtype);
  const parameters = trainable.map(({ name }) => opened.adapter.tensors.get(name)!.slice());
  return createDeviceTrainer({
    groups,
    recipe,
    model: opened.model,
    side: opened.json.padding,
    form: opened.source.form,
    lossScaling: dtype === 'f16',
    provider: 'webgpu',
    folder: source.snapshot.weights.folder,
    state: createState(parameters, recipe.training.ema),
    graph: buildMicroBatchGraph(source, { ...options, trainable, groups }),
  });
}

// f16 keeps 11 bits, 5e-4; a gradient is the sum of many such errors.
const limits = {
  f32: { loss: 1e-4, norm: 1e-3, delta: 5e-3 },
  f16: { loss: 5e-3, norm: 2e-2, delta: 5e-2 },
} as const;

test.each(['tied-22x32', 'qwen2-vl-tied-vision'])(
  '%s: ten optimizer steps in f16 beside transformers and PEFT',
  async (name) => {
    const opened = await openCase(name);
    const { json, adapter, examples, expected } = opened;
    const { clip, weightDecay, supervise, trace } = json.training;
    const recipe = withTraining({ maxGradNorm: clip, weightDecay, labelSmoothing: 0, ema: null });
    const trainer = await webGpuTrainer(opened, 'f16', recipe, plain);
    const batches = [0, 1].map((batch) => examples(batch, supervise));
    const results = await trainer.steps(trace.map(({ learningRate }) => ({ batches, learningRate })));
    const { parameters } = await trainer.readState();
    await trainer.dispose();
    results.forEach(({ loss, gradNorm }, step) => {
      expect(Math.abs(loss / trace[step]!.loss - 1)).toBeLessThan(limits.f16.loss);
      expect(Math.abs(gradNorm / trace[step]!.gradientNorm - 1)).toBeLessThan(limits.f16.norm);
    });
    const moved: number[] = [];
    const wanted: number[] = [];
    for (const [i, { name: parameter }] of trainableOf(opened).entries()) {
      const start = adapter.tensors.get(parameter)!;
      for (const [j, value] of parameters[i]!.entries()) moved.push(value - start[j]!);
      for (const value of await expected(`delta.base_model.model.${parameter}`)) wanted.push(value);
    }
    expect(relativeError(moved, wanted)).toBeLessThan(limits.f16.delta);
  },
);

describe.each(['f32', 'f16'] as const)('in %s', (dtype) => {
  const limit = limits[dtype];

  test('steps of unequal batches, with dropout, smoothing and average, are those on the host', async () => {
    const opened = await openCase('tied-two-sizes-left');
    const recipe = withTraining({ ema: 0.9, labelSmoothing: 0.1 });
    const options = {
      ...plain,
      smoothing: recipe.training.smoothingOver,
      dropout: {
        rate: 0.1,
        columnKeys: (rows: 'text' | 'vision', width: number) => columnKeys(recipe.training.seed, rows, width),
      },
    };
    const webGpu = await webGpuTrainer(opened, dtype, recipe, options);
    const host = await onHost(opened, recipe, options);
    const whole = opened.examples(0, 'answer');
    const inputs = [[whole, whole], [whole, whole.slice(1)], [whole.slice(0, 1)]].map((batches) => ({
      batches,
      learningRate: 1e-3,
    }));
    const [there, here] = [await webGpu.steps(inputs), await host.steps(inputs)];
    const [state, wanted] = [await webGpu.readState(), await host.readState()];
    await webGpu.dispose();
    await host.dispose();
    there.forEach((step, i) => {
      expect(Math.abs(step.loss / here[i]!.loss - 1)).toBeLessThan(limit.loss);
      expect(Math.abs(step.gradNorm / here[i]!.gradNorm - 1)).toBeLessThan(limit.norm);
      expect(step.letterLogits).toHaveLength(here[i]!.letterLogits.length);
      expect(relativeError(step.letterLogits.flat(), here[i]!.letterLogits.flat())).toBeLessThan(limit.norm);
    });
    expect(state.adam.step).toBe(3);
    for (const [mine, theirs] of [
      [state.parameters, wanted.parameters],
      [state.average!, wanted.average!],
      [state.adam.first, wanted.adam.first],
    ] as const)
      expect(relativeError(flat(mine), flat(theirs))).toBeLessThan(limit.norm);
  });

  test('the trainer answers with the weights that it is given', async () => {
    const opened = await openCase('tied-two-sizes-left');
    const { json, adapter, examples } = opened;
    const { supervise } = json.training;
    const weights = trainableOf(opened).map(({ name }) => adapter.tensors.get(name)!);
    const trainer = await webGpuTrainer(opened, dtype, withTraining({ ema: null, labelSmoothing: 0 }), plain);
    const whole = examples(0, supervise);
    const zeros = weights.map((tensor) => new Float32Array(tensor.length));
    const [bare] = await trainer.scorer!.score([whole], zeros);
    const [all, one] = await trainer.scorer!.score([whole, whole.slice(0, 1)], weights);
    await trainer.dispose();
    const { loss, targets } = json.losses[supervise];
    const mean = (nll: readonly number[]) => nll.reduce((sum, value) => sum + value, 0) / nll.length;
    expect(all!.nll).toHaveLength(targets);
    expect(Math.abs(mean(all!.nll) / loss - 1)).toBeLessThan(limit.loss);
    expect(relativeError(one!.letterLogits[0]!, all!.letterLogits[0]!)).toBeLessThan(limit.loss);
    expect(Math.abs(mean(bare!.nll) / loss - 1)).toBeGreaterThan(1e-3);
  });
});

function withTraining(changes: Partial<Recipe['training']>): Recipe {
  return { ...demo, training: { ...demo.training, ...changes } };
}

function trainableOf({ source, adapter }: Opened) {
  return trainableShapes(source.lora!.modules, adapter.settings.r);
}

function onHost(opened: Opened, recipe: Recipe, options: TrainingOptions): Promise<Trainer> {
  const trainable = trainableOf(opened);
  const parameters = trainable.map(({ name }) => opened.adapter.tensors.get(name)!.slice());
  return createTrainer({
    recipe,
    trainable,
    model: opened.model,
    side: opened.json.padding,
    provider: 'cpu',
    folder: opened.source.snapshot.weights.folder,
    state: createState(parameters, recipe.training.ema),
    graph: buildTrainingGraph(opened.source, options).graph,
  });
}

function flat(tensors: readonly Float32Array[]): number[] {
  return tensors.flatMap((tensor) => [...tensor]);
}
