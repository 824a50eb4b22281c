import type { Snapshot } from '../data/snapshot.ts';
import { createBuilder, type Builder } from '../graph/builder.ts';
import { addInput, addOutput, createGraph, type Graph } from '../graph/graph.ts';
import { gradients } from '../graph/gradients.ts';
import { tidy } from '../graph/passes/tidy.ts';
import type { DType, Shape, Value } from '../graph/value.ts';
import type { FeedForm, LinearModule, Model } from '../models/family.ts';
import { applyLora, parameterName, type LoraDropout, type LoraSettings } from '../models/lora/apply.ts';
import { createNetwork, type ComputeType, type Network, type NetworkOptions } from '../models/network.ts';
import type { Provider } from '../runtime/providers.ts';
import { letterLogits, negativeLogLikelihood, trainingLoss, type Smoothing } from './loss.ts';

/** What the graphs of a run are made from. */
export interface GraphSource {
  readonly snapshot: Snapshot;
  readonly model: Model;
  readonly provider: Provider;
  /** What the frozen model is computed in; adapters, loss and optimizer stay f32. */
  readonly dtype: ComputeType;
  readonly form: FeedForm;
  /** Ids of the four letters as they are spelled after the prompt. */
  readonly letterIds: readonly number[];
  /** Null for the bare model. */
  readonly lora: { readonly modules: readonly LinearModule[]; readonly settings: LoraSettings } | null;
}

export interface TrainingOptions {
  readonly dropout: LoraDropout | null;
  readonly recompute: boolean;
  readonly smoothing: Smoothing;
}

export interface TrainableShape {
  readonly name: string;
  readonly shape: readonly [number, number];
  /** Of an A, the value that it is multiplied with: those that read the same are one product. */
  readonly reads?: string;
  /** Which of its sizes grows where what it reads or makes is padded. */
  readonly pad?: 'rows' | 'columns' | null;
}

/** The tensors of an adapter of rank r, in the order of the modules. */
export function trainableShapes(modules: readonly LinearModule[], r: number): TrainableShape[] {
  return modules.flatMap(({ path, inFeatures, outFeatures, reads, pad }) => [
    {
      name: parameterName(path, 'A'),
      shape: [r, inFeatures] as const,
      reads,
      pad: pad === 'input' ? 'columns' : null,
    },
    {
      name: parameterName(path, 'B'),
      shape: [outFeatures, r] as const,
      pad: pad === 'result' ? 'rows' : null,
    },
  ]);
}

/** Where a graph's adapter tensors and other inputs come from; by default they are its own inputs. */
export interface Inputs {
  /** Factors one on top of another, as an adapter asks for them; zeros may lie behind the last. */
  parameters(names: readonly string[], shape: readonly [number, number]): Value;
  input(name: string, dtype: DType, shape: Shape): Value;
}

/**
 * One micro-batch: inputs of the model, the adapter's tensors, `targetRows`, `targetIds` and `targetWeights` [targets]
 * (and `smoothingWeights`), `letterPlaces` [batch], where the letters are among the targets; outputs `loss` (a weighted sum over the targets), `letterLogits`
 * [batch, 4] and `gradient:<name>` of every adapter tensor.
 */
export function buildTrainingGraph(
  source: GraphSource,
  options: TrainingOptions,
): { graph: Graph; trainable: TrainableShape[] } {
  const graph = createGraph('training');
  const inputs = ownInputs(graph);
  const { net, hidden } = forward(graph, source, options, inputs);
  const loss = trainingLoss(net, source, hidden, options.smoothing);
  const letters = letterLogits(net, source, hidden);
  const { lora } = source;
  const trainable = lora ? trainableShapes(lora.modules, lora.settings.r) : [];
  const parameters = trainable.map(({ name, shape }) => inputs.input(name, 'f32', shape));
  const grads = gradients(graph, loss, parameters);
  addOutput(graph, 'loss', loss);
  addOutput(graph, 'letterLogits', letters);
  trainable.forEach(({ name }, i) => addOutput(graph, `gradient:${name}`, grads[i]!));
  tidy(graph, source.provider);
  return { graph, trainable };
}

/** Forward only: `letterLogits` [batch, 4] of the targets at `letterPlaces`, and where asked `nll` [targets] or `logits` [targets, vocabulary]. */
export function buildAnsweringGraph(source: GraphSource, also: 'letters' | 'nll' | 'logits'): Graph {
  const graph = createGraph(`answering ${also}`);
  const { net, hidden } = forward(graph, source, plain, ownInputs(graph));
  addOutput(graph, 'letterLogits', letterLogits(net, source, hidden));
  if (also === 'nll') {
    const { likelihood } = negativeLogLikelihood(net, source.model, hidden);
    addOutput(graph, 'nll', net.g.reshape(likelihood, ['targets']));
  }
  if (also === 'logits') addOutput(graph, 'logits', source.model.head(net, hidden));
  tidy(graph, source.provider);
  return graph;
}

/** The vision tower alone, without an adapter: `features` [imageTokens, hidden], f32, which holds every type that is computed in exactly. */
export function buildTowerGraph(source: GraphSource): Graph {
  const graph = createGraph('vision tower');
  const net = networkOf(createBuilder(graph), source, {});
  addOutput(graph, 'features', net.g.cast(source.model.pictureFeatures(net), 'f32'));
  tidy(graph, source.provider);
  return graph;
}

const plain = { dropout: null, recompute: false } as const;

/** Inputs of the graph itself, each made when it is first asked for. */
export function ownInputs(graph: Graph): Inputs {
  const known = new Map<string, Value>();
  const input: Inputs['input'] = (name, dtype, shape) => {
    const value = known.get(name) ?? addInput(graph, name, dtype, shape);
    known.set(name, value);
    return value;
  };
  const g = createBuilder(graph);
  const parameters: Inputs['parameters'] = (names, [rows, columns]) => {
    const each = names.map((name) => input(name, 'f32', [rows / names.length, columns]));
    return each.length === 1 ? each[0]! : g.concat(each, 0);
  };
  return { input, parameters };
}

/** The model with its adapter, up to the hidden states [targets, hidden] of `targetRows`. */
export function forward(
  graph: Graph,
  source: GraphSource,
  { dropout, recompute }: Pick<TrainingOptions, 'dropout' | 'recompute'>,
  inputs: Inputs,
): { net: Network; hidden: Value } {
  const g = createBuilder(graph);
  const { model, lora } = source;
  const net = networkOf(g, source, {
    recompute,
    input: inputs.input,
    ...(lora ? { adapt: applyLora(g, { ...lora, ...inputs, dropout }) } : {}),
  });
  return { net, hidden: model.hiddenStates(net, net.input('targetRows', 'i64', ['targets'])) };
}

function networkOf(
  g: Builder,
  { snapshot, dtype, form }: GraphSource,
  options: Pick<NetworkOptions, 'recompute' | 'input' | 'adapt'>,
): Network {
  return createNetwork({ g, snapshot, dtype, pictures: form.pictures, ...options });
}
