import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readHeader, readTensor } from '../../../src-main/data/safetensors.ts';
import { openSnapshot } from '../../../src-main/data/snapshot.ts';
import { readAdapter } from '../../../src-main/models/lora/adapter-file.ts';
import { parameterName } from '../../../src-main/models/lora/apply.ts';
import { openModel } from '../../../src-main/models/open-model.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import type { Provider } from '../../../src-main/runtime/providers.ts';
import { createSession } from '../../../src-main/runtime/session.ts';
import type { Feeds } from '../../../src-main/runtime/tensor.ts';
import { collate, collatePrompts, type Example } from '../../../src-main/train/batch.ts';
import { groupParameters } from '../../../src-main/train/device/parameter-groups.ts';
import { buildMicroBatchGraph } from '../../../src-main/train/device/graphs.ts';
import { createDeviceTrainer } from '../../../src-main/train/device/trainer.ts';
import { feedForm } from '../../../src-main/train/feed-form.ts';
import {
  buildAnsweringGraph,
  buildTrainingGraph,
  trainableShapes,
  type GraphSource,
} from '../../../src-main/train/graphs.ts';
import { adapterFeeds, rowsOf } from '../../../src-main/train/tensors.ts';
import { createState } from '../../../src-main/train/trainer.ts';
import { sample } from './samples.ts';

// Holds ours to what reference.py wrote of the same snapshot: `node parity-at-size.ts --snapshot <folder> --reference
// <folder>`. Prints a JSON line each for logits, every kind of gradient, ten steps on one batch, and for how far the
// letters' probabilities move with batch mates, order and padding. An error is ‖x − f32‖ / ‖f32‖ over all of a kind;
// `ratio` is ours over PyTorch's own in bf16.

const { values } = parseArgs({
  options: {
    snapshot: { type: 'string' },
    reference: { type: 'string' },
    provider: { type: 'string', default: 'cuda' },
    dtype: { type: 'string', default: 'bf16' },
  },
});
interface ReferenceJson {
  readonly losses: { readonly bf16: number; readonly f32: number };
  readonly falls: readonly number[];
  readonly moves: Readonly<Record<string, number>>;
  readonly rate: number;
  readonly batch: number;
  readonly grid: number;
  readonly text: number;
}
const reference = JSON.parse(
  readFileSync(join(values.reference!, 'reference.json'), 'utf8'),
) as ReferenceJson;
const { tensors } = await readHeader(join(values.reference!, 'reference.safetensors'));
const expected = (name: string): Promise<Float32Array> => readTensor(tensors.get(name)!);
const snapshot = await openSnapshot(values.snapshot!);
const model = await openModel(snapshot);
const adapter = await readAdapter(join(values.reference!, 'adapter'), model);
const provider = values.provider as Provider;
const source: GraphSource = {
  snapshot,
  model,
  provider,
  dtype: values.dtype as 'f32' | 'bf16',
  form: feedForm(provider),
  letterIds: [64, 65, 66, 67],
  lora: {
    modules: model.linears.filter(({ path }) => adapter.tensors.has(parameterName(path, 'A'))),
    settings: adapter.settings,
  },
};
const session = { provider, folder: snapshot.weights.folder, strict: provider !== 'cpu' };
const plain = { dropout: null, recompute: false, smoothing: 'none' } as const;
const batch = Array.from({ length: reference.batch }, (_, b) => sample(model, b, reference));

await logits();
await gradients();
await tenSteps();
await letters();

async function logits(): Promise<void> {
  const graph = buildAnsweringGraph(source, 'logits');
  const compiled = await createSession(graph, session);
  const { feeds } = collate(model, batch, { form: source.form });
  const outputs = await compiled.run({ ...feeds, ...adapterOf(graph.inputs.map(({ name }) => name)) });
  await compiled.dispose();
  const [f32, bf16] = [await expected('f32.logits'), await expected('bf16.logits')];
  const theirs = between(bf16, f32);
  const ours = between(outputs['logits']!.data as Float32Array, f32);
  tell({ what: 'logits', ours, theirs, ratio: ours / theirs });
}

async function gradients(): Promise<void> {
  const { graph, trainable } = buildTrainingGraph(source, plain);
  const compiled = await createSession(graph, session);
  const { feeds, targets } = collate(model, batch, { form: source.form });
  const weights = { data: new Float32Array(targets).fill(1 / targets), shape: [targets] };
  const parameters = trainable.map(({ name }) => adapter.tensors.get(name)!);
  const outputs = await compiled.run({
    ...feeds,
    ...adapterFeeds(trainable, parameters),
    targetWeights: weights,
  });
  await compiled.dispose();
  const loss = Number(outputs['loss']!.data[0]);
  tell({ what: 'loss', ours: loss, f32: reference.losses.f32, bf16: reference.losses.bf16 });
  const kinds = new Map<string, Record<'ours' | 'theirs', ReturnType<typeof distance>>>();
  for (const { name } of trainable) {
    const kind = `${name.includes('visual') ? 'vision' : 'text'} ${name.replace(/^.*\.\d+\./, '').replace('.weight', '')}`;
    const pair = kinds.get(kind) ?? { ours: distance(), theirs: distance() };
    kinds.set(kind, pair);
    const key = `gradient.base_model.model.${name}`;
    const f32 = await expected(`f32.${key}`);
    pair.ours.add(outputs[`gradient:${name}`]!.data as Float32Array, f32);
    pair.theirs.add(await expected(`bf16.${key}`), f32);
  }
  for (const [kind, { ours, theirs }] of kinds)
    tell({
      what: `gradient ${kind}`,
      ours: ours.value(),
      theirs: theirs.value(),
      ratio: ours.value() / theirs.value(),
    });
}

async function tenSteps(): Promise<void> {
  const trainable = trainableShapes(source.lora!.modules, adapter.settings.r);
  const base = presets.quartet.recipe;
  const training = { ...base.training, accumulation: 1, ema: null, labelSmoothing: 0, maxGradNorm: 1 };
  const recipe = {
    ...base,
    training: { ...training, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  };
  const groups = groupParameters(trainable, source.dtype);
  const graph = buildMicroBatchGraph(source, { ...plain, trainable, groups });
  const parameters = trainable.map(({ name }) => adapter.tensors.get(name)!.slice());
  const state = createState(parameters, null);
  const feeding = { graph, groups, model, recipe, form: source.form, state };
  const trainer = await createDeviceTrainer({ ...feeding, ...session });
  const steps = reference.falls.map(() => ({ batches: [batch], learningRate: reference.rate }));
  const losses = (await trainer.steps(steps)).map(({ loss }) => loss);
  await trainer.dispose();
  const fall = (of: readonly number[]) => of[0]! - of.at(-1)!;
  const [ours, theirs] = [fall(losses), fall(reference.falls)];
  tell({ what: 'fall in ten steps', ours, theirs, ratio: ours / theirs, losses });
}

async function letters(): Promise<void> {
  const graph = buildAnsweringGraph(source, 'letters');
  const compiled = await createSession(graph, session);
  const given = adapterOf(graph.inputs.map(({ name }) => name));
  const prompt = ({ ids, pictures }: Example) => ({ ids: ids.slice(0, -3), pictures });
  const one = prompt(sample(model, 0, reference));
  const longer = prompt(sample(model, 1, { ...reference, text: reference.text + 37 }));
  const smaller = prompt(sample(model, 2, { ...reference, grid: reference.grid / 2 }));
  const probabilities = async (prompts: (typeof one)[], at: number): Promise<number[]> => {
    const { letterLogits } = await compiled.run({ ...collatePrompts(model, prompts, source.form), ...given });
    const exps = rowsOf(letterLogits!)[at]!.map(Math.exp);
    return exps.map((x) => x / exps.reduce((sum, y) => sum + y));
  };
  const alone = await probabilities([one], 0);
  const together = {
    twice: await probabilities([one, one], 1),
    mates: await probabilities([one, longer, smaller], 0),
    order: await probabilities([smaller, longer, one], 2),
  };
  await compiled.dispose();
  const ours = Object.entries(together).map(([name, row]) => [
    name,
    Math.max(...row.map((p, i) => Math.abs(p - alone[i]!))),
  ]);
  tell({ what: 'letters moved', ours: Object.fromEntries(ours), theirs: reference.moves, alone });
}

/** The adapter's tensors among a graph's inputs. */
function adapterOf(names: readonly string[]): Feeds {
  const shapes = new Map(
    source.lora!.modules.flatMap(({ path, inFeatures, outFeatures }): [string, number[]][] => [
      [parameterName(path, 'A'), [adapter.settings.r, inFeatures]],
      [parameterName(path, 'B'), [outFeatures, adapter.settings.r]],
    ]),
  );
  return Object.fromEntries(
    names
      .filter((name) => shapes.has(name))
      .map((name) => [name, { data: adapter.tensors.get(name)!, shape: shapes.get(name)! }]),
  );
}

/** ‖x − y‖ / ‖y‖ over several tensors together. */
function distance() {
  let [apart, whole] = [0, 0];
  return {
    add(x: Float32Array, y: Float32Array): void {
      if (x.length !== y.length) throw new Error(`${x.length} numbers beside ${y.length}`);
      for (let i = 0; i < x.length; i++) {
        apart += (x[i]! - y[i]!) ** 2;
        whole += y[i]! ** 2;
      }
    },
    value: () => Math.sqrt(apart / whole),
  };
}

function between(x: Float32Array, y: Float32Array): number {
  const only = distance();
  only.add(x, y);
  return only.value();
}

function tell(record: Record<string, unknown>): void {
  console.log(
    JSON.stringify(record, (_, x: unknown) => (typeof x === 'number' ? Number(x.toPrecision(4)) : x)),
  );
}
