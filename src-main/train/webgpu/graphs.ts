import { createBuilder, type Builder } from '../../graph/builder.ts';
import { addIf } from '../../graph/control.ts';
import { gradients } from '../../graph/gradients.ts';
import { addInput, addOutput, createGraph, type Graph } from '../../graph/graph.ts';
import { tidy } from '../../graph/passes/tidy.ts';
import type { DType, Shape, Value } from '../../graph/value.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { ParameterGroup } from '../device/parameter-groups.ts';
import { parametersOf, stateParts, type ProgramOptions } from '../device/program.ts';
import { clipped, updated, type GroupState } from '../device/update.ts';
import { forward, type GraphSource, type Inputs } from '../graphs.ts';
import { letterLogits, negativeLogLikelihood, trainingLoss } from '../loss.ts';

/**
 * One micro-batch, trained on or only answered, by one session and so with one copy of the weights: where `training`
 * (a bool scalar) holds, the backward pass follows. Inputs are those of the model, and `theta:<group>`, f32; outputs
 * `loss`, `letterLogits` [batch, 4], `nll` [targets] and `gradient:<group>`, f32, which mean nothing in answering.
 */
export function buildMicroBatchGraph(source: GraphSource, options: ProgramOptions): Graph {
  const root = createGraph('micro-batch');
  const { groups } = options;
  const training = addInput(root, 'training', 'bool', []);
  const thetas = groups.map((group) => addInput(root, `theta:${group.name}`, 'f32', [group.size]));
  const input = rootInputs(root);
  const outputs = addIf(root, 'mode', training, {
    then: (body) => trained(body, source, options, thetas, input),
    otherwise: (body) => answered(body, source, options, thetas, input),
  });
  const gradientNames = groups.map(({ name }) => `gradient:${name}`);
  ['loss', 'letterLogits', 'nll', ...gradientNames].forEach((name, i) => addOutput(root, name, outputs[i]!));
  tidy(root, source.provider);
  return root;
}

/** Inputs of the root, shared by both branches. */
function rootInputs(root: Graph): Inputs['input'] {
  const known = new Map<string, Value>();
  return (name: string, dtype: DType, shape: Shape) => {
    const value = known.get(name) ?? addInput(root, name, dtype, shape);
    known.set(name, value);
    return value;
  };
}

function trained(
  body: Graph,
  source: GraphSource,
  options: ProgramOptions,
  thetas: readonly Value[],
  input: Inputs['input'],
): Value[] {
  const g = createBuilder(body);
  const weights = thetas.map((theta) => g.cast(theta, source.dtype));
  const parameter = parametersOf(g, options, weights);
  const { net, hidden } = forward(body, source, options, { input, parameter });
  const loss = trainingLoss(net, source, hidden, options.smoothing);
  const letters = letterLogits(net, source, hidden);
  const grads = gradients(body, loss, weights).map((gradient) => g.cast(gradient, 'f32'));
  return [loss, letters, g.zeros('f32', ['targets']), ...grads];
}

function answered(
  body: Graph,
  source: GraphSource,
  options: ProgramOptions,
  thetas: readonly Value[],
  input: Inputs['input'],
): Value[] {
  const g = createBuilder(body);
  const weights = thetas.map((theta) => g.cast(theta, source.dtype));
  const plain = { dropout: null, recompute: false };
  const { net, hidden } = forward(body, source, plain, {
    input,
    parameter: parametersOf(g, options, weights),
  });
  const { likelihood } = negativeLogLikelihood(net, source.model, hidden);
  const nothing = g.zeros('f32', [1]);
  return [
    g.zeros('f32', []),
    letterLogits(net, source, hidden),
    g.reshape(likelihood, ['targets']),
    ...thetas.map(() => g.identity(nothing)),
  ];
}

/** `sum:<group>` + `gradient:<group>` of every group. */
export function buildSumGraph(groups: readonly ParameterGroup[]): Graph {
  const graph = createGraph('gradient sums');
  const g = createBuilder(graph);
  for (const group of groups) {
    const [sum, gradient] = ['sum', 'gradient'].map((part) =>
      addInput(graph, `${part}:${group.name}`, 'f32', [group.size]),
    ) as [Value, Value];
    addOutput(graph, `next:sum:${group.name}`, g.add(sum, gradient));
  }
  return graph;
}

/**
 * One optimizer step on `gradient:<group>`, which are `lossScale` times too large, and on a group's state, `<part>:<group>`,
 * which comes out as `next:<part>:<group>`; `stepSize`, `decay`, `correction` and `unscale` are scalars. Output `gradNorm`
 * is not finite where a gradient is not: then the new state is to be thrown away.
 */
export function buildUpdateGraph(groups: readonly ParameterGroup[], recipe: Recipe): Graph {
  const graph = createGraph('update');
  const g = createBuilder(graph);
  const scalar = (name: string): Value => addInput(graph, name, 'f32', []);
  const numbers = {
    stepSize: scalar('stepSize'),
    decay: scalar('decay'),
    correction: scalar('correction'),
  };
  const unscale = scalar('unscale');
  const parts = stateParts(recipe);
  const scaled = groups.map((group) =>
    g.mul(addInput(graph, `gradient:${group.name}`, 'f32', [group.size]), unscale),
  );
  const { norm, gradients: clippedOnes } = clipped(g, scaled, recipe.training.maxGradNorm);
  groups.forEach((group, i) => {
    const before = stateInputs(g, group, parts);
    const after = updated(g, before, clippedOnes[i]!, numbers, recipe.training);
    for (const part of parts) addOutput(graph, `next:${part}:${group.name}`, after[part]!);
  });
  addOutput(graph, 'gradNorm', norm);
  return graph;
}

function stateInputs(g: Builder, group: ParameterGroup, parts: readonly (keyof GroupState)[]): GroupState {
  const named = Object.fromEntries(
    parts.map((part) => [part, addInput(g.graph, `${part}:${group.name}`, 'f32', [group.size])]),
  ) as unknown as GroupState;
  return { ...named, average: named.average ?? null };
}
