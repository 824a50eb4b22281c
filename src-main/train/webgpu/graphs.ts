import { createBuilder, type Builder } from '../../graph/builder.ts';
import { addIf } from '../../graph/control.ts';
import { addInput, addOutput, createGraph, type Graph } from '../../graph/graph.ts';
import { tidy } from '../../graph/passes/tidy.ts';
import type { Value } from '../../graph/value.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { answeredPass, trainedPass } from '../device/micro-batch.ts';
import type { ParameterGroup } from '../device/parameter-groups.ts';
import { stateParts, type ProgramOptions } from '../device/program.ts';
import { clipped, updated, type GroupState } from '../device/update.ts';
import { ownInputs, type GraphSource, type Inputs } from '../graphs.ts';

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
  // The root's, shared by both branches.
  const { input } = ownInputs(root);
  const outputs = addIf(root, 'mode', training, {
    then: (body) => trained(body, source, options, thetas, input),
    otherwise: (body) => answered(body, source, options, thetas, input),
  });
  const gradientNames = groups.map(({ name }) => `gradient:${name}`);
  ['loss', 'letterLogits', 'nll', ...gradientNames].forEach((name, i) => addOutput(root, name, outputs[i]!));
  tidy(root, source.provider);
  return root;
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
  const { loss, letters, gradients } = trainedPass(body, source, options, weights, input);
  return [loss, letters, g.zeros('f32', ['targets']), ...gradients];
}

function answered(
  body: Graph,
  source: GraphSource,
  options: ProgramOptions,
  thetas: readonly Value[],
  input: Inputs['input'],
): Value[] {
  const g = createBuilder(body);
  const { nll, letters } = answeredPass(body, source, options, thetas, input);
  const nothing = g.zeros('f32', [1]);
  return [g.zeros('f32', []), letters, nll, ...thetas.map(() => g.identity(nothing))];
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
  tidy(graph, 'webgpu');
  return graph;
}

function stateInputs(g: Builder, group: ParameterGroup, parts: readonly (keyof GroupState)[]): GroupState {
  const named = Object.fromEntries(
    parts.map((part) => [part, addInput(g.graph, `${part}:${group.name}`, 'f32', [group.size])]),
  ) as unknown as GroupState;
  return { ...named, average: named.average ?? null };
}
