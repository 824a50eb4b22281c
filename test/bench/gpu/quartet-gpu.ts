import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-node';
import { f16Snapshot } from '../../../src-main/data/f16-snapshot.ts';
import { nf4Snapshot } from '../../../src-main/data/nf4-snapshot.ts';
import { openSnapshot, type Snapshot } from '../../../src-main/data/snapshot.ts';
import { createBuilder } from '../../../src-main/graph/builder.ts';
import type { countFlops } from '../../../src-main/graph/flops.ts';
import { addInput, addOutput, createGraph } from '../../../src-main/graph/graph.ts';
import { encodeModel } from '../../../src-main/graph/onnx/encode.ts';
import type { Model, PreparedPicture } from '../../../src-main/models/family.ts';
import { matchModules } from '../../../src-main/models/lora/match.ts';
import { openModel } from '../../../src-main/models/open-model.ts';
import { presets } from '../../../src-main/recipe/presets.ts';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';
import { createSession } from '../../../src-main/runtime/session.ts';
import type { Provider } from '../../../src-main/runtime/providers.ts';
import { collatePrompts, type Example } from '../../../src-main/train/batch.ts';
import { feedForm } from '../../../src-main/train/feed-form.ts';
import { columnKeys } from '../../../src-main/train/dropout-keys.ts';
import { createVisionTower } from '../../../src-main/train/features/vision-tower.ts';
import { groupParameters } from '../../../src-main/train/device/parameter-groups.ts';
import { buildMicroBatchGraph } from '../../../src-main/train/device/graphs.ts';
import { createDeviceTrainer } from '../../../src-main/train/device/trainer.ts';
import { buildAnsweringGraph, trainableShapes, type GraphSource } from '../../../src-main/train/graphs.ts';
import { initialParameters } from '../../../src-main/train/initial-parameters.ts';
import { adapterFeeds } from '../../../src-main/train/tensors.ts';
import { createState } from '../../../src-main/train/trainer.ts';
import { sample } from './samples.ts';

// Times training or answering with a snapshot: `node quartet-gpu.ts --snapshot <folder> --phase train --batch 2 …`.
// `--textOnly` leaves the vision tower without an adapter, `--kept` feeds its features too, as epochs after the first do.
// `--provider webgpu --dtype f16` trains on WebGPU; its weights are made once, beside the snapshot, like 4-bit ones.
// `--bufferCache simple` has WebGPU keep all its buffers for the next step: the default keeps some of each size only.
// Prints one JSON line a measurement; synthetic samples of one picture and `--tokens` tokens, answer-only labels.

const { values } = parseArgs({
  options: {
    snapshot: { type: 'string' },
    phase: { type: 'string', default: 'train' },
    provider: { type: 'string', default: 'cuda' },
    dtype: { type: 'string', default: 'bf16' },
    precision: { type: 'string', default: 'bf16' },
    batch: { type: 'string', default: '2' },
    micros: { type: 'string', default: '1' },
    steps: { type: 'string', default: '8' },
    runs: { type: 'string', default: '3' },
    rank: { type: 'string', default: '32' },
    grid: { type: 'string', default: '32' },
    text: { type: 'string', default: '140' },
    dropout: { type: 'string', default: '0.05' },
    recompute: { type: 'boolean', default: false },
    textOnly: { type: 'boolean', default: false },
    kept: { type: 'boolean', default: false },
    bufferCache: { type: 'string' },
  },
});
const number = (name: 'batch' | 'micros' | 'steps' | 'runs' | 'rank' | 'grid' | 'text' | 'dropout'): number =>
  Number(values[name]);

const deciding = values.bufferCache === undefined ? null : await decideBufferCache(values.bufferCache);
const began = performance.now();
const since = (): number => Math.round(performance.now() - began);
const stored = await openSnapshot(values.snapshot!);
const model = await openModel(stored);
const snapshot = await computedWeights();
tell({ what: 'weights', ms: since(), hostMb: hostMb() });
const targetModules = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'];
const modules = matchModules(model.linears, {
  targetModules,
  excludeModules: null,
  vision: !values.textOnly && !values.kept,
});
const pixels: GraphSource = {
  snapshot,
  model,
  provider: values.provider as Provider,
  dtype: values.dtype as 'f32' | 'bf16' | 'f16',
  form: feedForm(values.provider as Provider),
  letterIds: [64, 65, 66, 67],
  lora: { modules, settings: { r: number('rank'), alpha: 2 * number('rank'), useRslora: false } },
};
const source: GraphSource = values.kept
  ? { ...pixels, form: { ...pixels.form, pictures: 'features' } }
  : pixels;
const trainable = trainableShapes(modules, number('rank'));
const session = { provider: source.provider, folder: snapshot.weights.folder };
const state = createState(initialParameters(trainable, 42), null);

if (values.phase === 'train') await train();
else await answer();
await deciding?.release();

async function train(): Promise<void> {
  const recipe = recipeOf();
  const groups = groupParameters(trainable, source.dtype);
  const dropout = number('dropout')
    ? {
        rate: number('dropout'),
        columnKeys: (rows: 'text' | 'vision', width: number) => columnKeys(42, rows, width),
      }
    : null;
  const options = { dropout, recompute: values.recompute, smoothing: 'none' } as const;
  const graph = buildMicroBatchGraph(source, { ...options, trainable, groups });
  const nodes = countNodes(graph);
  tell({ what: 'graph built', ms: since(), nodes });
  const trainer = await createDeviceTrainer({
    ...{ graph, groups, model, recipe, state, ...session },
    form: source.form,
    lossScaling: source.dtype === 'f16',
  });
  tell({ what: 'session', ms: since() });
  const batches = Array<Example[]>(number('micros')).fill(await batchOf(number('batch')));
  const inputs = (steps: number) => Array.from({ length: steps }, () => ({ batches, learningRate: 2e-4 }));
  const [first] = await trainer.steps(inputs(1));
  tell({ what: 'first step', ms: since(), loss: first!.loss, gradNorm: first!.gradNorm, hostMb: hostMb() });
  for (const steps of Array<number>(number('runs')).fill(number('steps'))) {
    const start = performance.now();
    const busy = process.cpuUsage();
    const results = await trainer.steps(inputs(steps));
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(busy);
    const samples = steps * number('micros') * number('batch');
    tell({
      what: 'train',
      steps,
      ms: Math.round(ms),
      msPerStep: Math.round(ms / steps),
      cpuMsPerStep: Math.round((user + system) / 1000 / steps),
      samplesPerSecond: round((samples / ms) * 1000),
      loss: results.at(-1)!.loss,
      hostMb: hostMb(),
    });
  }
  await trainer.dispose();
}

async function answer(): Promise<void> {
  const graph = buildAnsweringGraph(source, 'letters');
  const compiled = await createSession(graph, session);
  tell({ what: 'session', ms: since(), nodes: graph.nodes.length });
  const feeds = {
    ...collatePrompts(model, await batchOf(number('batch')), source.form),
    ...adapterFeeds(trainable, state.parameters),
  };
  for (let run = 0; run <= number('runs') * number('steps'); run++) {
    const start = performance.now();
    await compiled.run(feeds);
    const ms = performance.now() - start;
    if (run === 0) tell({ what: 'first answers', ms: since() });
    else if (run % number('steps') === 0)
      tell({ what: 'answer', ms: round(ms), samplesPerSecond: round((number('batch') / ms) * 1000) });
  }
  await compiled.dispose();
}

/** A process's first session decides for all that follow while it is there: here one that does nothing. */
async function decideBufferCache(mode: string): Promise<ort.InferenceSession> {
  const graph = createGraph('nothing');
  addOutput(graph, 'y', createBuilder(graph).identity(addInput(graph, 'x', 'f32', [1])));
  // Not among the binding's types, though it passes it on.
  const webgpu = { name: 'webgpu', storageBufferCacheMode: mode };
  return ort.InferenceSession.create(encodeModel(graph), { executionProviders: [webgpu, 'cpu'] });
}

/** The snapshot's own weights, or such as a run makes once: in 4 bits with `--precision nf4…`, in f16 for WebGPU. */
async function computedWeights(): Promise<Snapshot> {
  const options = { signal: new AbortController().signal, progress: () => {} };
  if (values.dtype === 'f16') return f16Snapshot(stored, { ...options, folder: `${values.snapshot!}-f16` });
  if (!values.precision.startsWith('nf4')) return stored;
  return nf4Snapshot(stored, {
    ...options,
    matrices: new Set(model.linears.map(({ weight }) => weight)),
    double: values.precision === 'nf4-double-quant',
    folder: `${values.snapshot!}-4bit`,
  });
}

function countNodes(graph: Parameters<typeof countFlops>[0]): number {
  return graph.nodes.reduce(
    (sum, { bodies }) =>
      sum + 1 + Object.values(bodies ?? {}).reduce((inner, body) => inner + countNodes(body), 0),
    0,
  );
}

/** Examples as the graph takes them; the tower's time a picture is what the first epoch pays for keeping features. */
async function batchOf(count: number): Promise<Example[]> {
  const all = examples(model, count);
  if (!values.kept) return all;
  const tower = createVisionTower(pixels);
  const kept: Example[] = [];
  for (const example of all) {
    const start = performance.now();
    const picture = example.pictures[0] as PreparedPicture;
    const features = await tower.encode(tower.feeds(picture));
    tell({ what: 'tower', ms: round(performance.now() - start) });
    kept.push({ ...example, pictures: [{ ...picture, features }] });
  }
  await tower.dispose();
  return kept;
}

function examples(model: Model, count: number): Example[] {
  const shape = { grid: number('grid'), text: number('text') };
  const made = Array.from({ length: count }, (_, b) => sample(model, b, shape));
  return pixels.form.pictures === 'bytes' ? made : made.map(withFloats);
}

/** The same sample with its picture's bytes as floats, twice, as both frames of a patch. */
function withFloats(example: Example): Example {
  const picture = example.pictures[0] as PreparedPicture;
  const floats = new Float32Array(2 * picture.pixels.length);
  picture.pixels.forEach((byte, i) => (floats[2 * i] = floats[2 * i + 1] = byte / 64 - 2));
  return { ...example, pictures: [{ ...picture, pixels: floats }] };
}

function recipeOf(): Recipe {
  const { recipe } = presets.quartet;
  const settings = { accumulation: number('micros'), ema: null, seed: 42, labelSmoothing: 0 };
  return { ...recipe, training: { ...recipe.training, ...settings } };
}

/** MiB of this process that are not files the system may drop: weights that are mapped do not count. */
function hostMb(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Math.round(Number(/^RssAnon:\s+(\d+)/m.exec(status)![1]) / 1024);
}

function tell(record: Record<string, unknown>): void {
  console.log(JSON.stringify({ ...record, batch: number('batch') }));
}

function round(x: number): number {
  return Math.round(x * 100) / 100;
}
