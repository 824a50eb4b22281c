import type { Snapshot } from '../data/snapshot.ts';
import { createBuilder, type Builder } from '../graph/builder.ts';
import { addOutput, createGraph, type Graph } from '../graph/graph.ts';
import { gradients } from '../graph/gradients.ts';
import { dropDeadCode } from '../graph/passes/dead-code.ts';
import { fuseGemmAdd } from '../graph/passes/fuse-gemm-add.ts';
import { lowerForWebGpu } from '../graph/passes/lower-for-webgpu.ts';
import { skipExpand } from '../graph/passes/skip-expand.ts';
import type { Value } from '../graph/value.ts';
import type { LinearModule, Model } from '../models/family.ts';
import { applyLora, type LoraDropout, type LoraSettings } from '../models/lora/apply.ts';
import { createNetwork, type Network } from '../models/network.ts';
import type { Provider } from '../runtime/providers.ts';

/** What both graphs of a run are made from. */
export interface GraphSource {
  readonly snapshot: Snapshot;
  readonly model: Model;
  readonly provider: Provider;
  /** Ids of the four letters as they are spelled after the prompt. */
  readonly letterIds: readonly number[];
  /** Null for the bare model. */
  readonly lora: { readonly modules: readonly LinearModule[]; readonly settings: LoraSettings } | null;
}

export interface TrainingOptions {
  readonly dropout: LoraDropout | null;
  readonly recompute: boolean;
  readonly smoothing: 'none' | 'vocabulary' | 'letters';
}

export interface TrainableShape {
  readonly name: string;
  readonly shape: readonly [number, number];
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
  const { g, net, hidden, parameters } = begin('training', source, options);
  const weights = (name: string): Value => g.reshape(net.input(name, 'f32', ['targets']), ['targets', 1]);
  const logits = source.model.head(net, hidden);
  const { likelihood, normalizer } = negativeLogLikelihood(net, source.model, hidden, logits);
  let perTarget = g.mul(likelihood, weights('targetWeights'));
  if (options.smoothing !== 'none') {
    const towards =
      options.smoothing === 'letters' ? source.model.headOf(net, hidden, source.letterIds) : logits;
    const mean = g.reduceMean(towards, [1]);
    perTarget = g.add(perTarget, g.mul(g.sub(normalizer, mean), weights('smoothingWeights')));
  }
  const loss = g.reduceSum(perTarget, [0, 1], false);
  const letters = letterLogits(net, source, hidden);
  const trainable = [...parameters.keys()];
  const grads = gradients(g.graph, loss, [...parameters.values()]);
  addOutput(g.graph, 'loss', loss);
  addOutput(g.graph, 'letterLogits', letters);
  trainable.forEach((name, i) => addOutput(g.graph, `gradient:${name}`, grads[i]!));
  const shapes = [...parameters].map(([name, { shape }]) => ({
    name,
    shape: shape as readonly [number, number],
  }));
  return { graph: finish(g.graph, source.provider), trainable: shapes };
}

/** Forward only: `letterLogits` [batch, 4] of the targets at `letterPlaces`, and where asked `nll` [targets] or `logits` [targets, vocabulary]. */
export function buildAnsweringGraph(source: GraphSource, also: 'letters' | 'nll' | 'logits'): Graph {
  const { g, net, hidden } = begin(`answering ${also}`, source, {
    dropout: null,
    recompute: false,
    smoothing: 'none',
  });
  addOutput(g.graph, 'letterLogits', letterLogits(net, source, hidden));
  if (also === 'nll') {
    const logits = source.model.head(net, hidden);
    const { likelihood } = negativeLogLikelihood(net, source.model, hidden, logits);
    addOutput(g.graph, 'nll', g.reshape(likelihood, ['targets']));
  }
  if (also === 'logits') addOutput(g.graph, 'logits', source.model.head(net, hidden));
  return finish(g.graph, source.provider);
}

function begin(
  name: string,
  source: GraphSource,
  { dropout, recompute }: TrainingOptions,
): { g: Builder; net: Network; hidden: Value; parameters: Map<string, Value> } {
  const g = createBuilder(createGraph(name));
  const lora = source.lora ? applyLora(g, source.lora.modules, source.lora.settings, dropout) : null;
  const net = createNetwork({
    g,
    snapshot: source.snapshot,
    recompute,
    ...(lora ? { adapt: lora.adapt } : {}),
  });
  return {
    g,
    net,
    hidden: source.model.hiddenStates(net, net.input('targetRows', 'i64', ['targets'])),
    parameters: lora?.parameters ?? new Map<string, Value>(),
  };
}

function finish(graph: Graph, provider: Provider): Graph {
  skipExpand(graph);
  fuseGemmAdd(graph);
  if (provider === 'webgpu') lowerForWebGpu(graph);
  dropDeadCode(graph);
  return graph;
}

/**
 * −log p of each target [targets, 1] from its hidden state in `rows`, and the log of its normalizer. The target's own logit is one dot product with
 * its row of the head, so that no one-hot matrix over the vocabulary is needed.
 */
function negativeLogLikelihood(
  net: Network,
  model: Model,
  rows: Value,
  logits: Value,
): { likelihood: Value; normalizer: Value } {
  const { g } = net;
  const top = g.stopGradient(g.reduceMax(logits, [1]));
  const normalizer = g.add(g.log(g.reduceSum(g.exp(g.sub(logits, top)), [1])), top);
  const own = g.reduceSum(g.mul(rows, model.headRows(net, net.input('targetIds', 'i64', ['targets']))), [1]);
  return { likelihood: g.sub(normalizer, own), normalizer };
}

function letterLogits(net: Network, { model, letterIds }: GraphSource, hidden: Value): Value {
  return model.headOf(net, net.g.gather(hidden, net.input('letterPlaces', 'i64', ['batch'])), letterIds);
}
