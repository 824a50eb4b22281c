import { createBuilder, type Builder } from '../../graph/builder.ts';
import { addIf } from '../../graph/control.ts';
import { addInput, addOutput, createGraph, type Graph } from '../../graph/graph.ts';
import { tidy } from '../../graph/passes/tidy.ts';
import type { Value } from '../../graph/value.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { answeredPass, trainedPass, type Adapted } from './micro-batch.ts';
import type { ParameterGroup } from './parameter-groups.ts';
import { squaredNorm, stateParts, updated, type GroupState } from './update.ts';
import type { Provider } from '../../runtime/providers.ts';
import { ownInputs, type GraphSource } from '../graphs.ts';

/** Whether a trainer's tensor of this name, `<part>:<group>`, stays on the device from one run to the next. */
export function staysOnDevice(name: string): boolean {
  return name.includes(':');
}

/**
 * One micro-batch, trained on or only answered, by one session and so with one copy of the weights: where `training`
 * (a bool scalar) holds, the backward pass follows. Inputs are those of the model, and `theta:<group>`, f32; outputs
 * `loss`, `letterLogits` [batch, 4], `nll` [targets], `gradient:<group>`, f32, and `squares`, the sum of their squares; in
 * answering, gradients and loss mean nothing.
 */
export function buildMicroBatchGraph(source: GraphSource, options: Adapted): Graph {
  const root = createGraph('micro-batch');
  const { groups } = options;
  const training = addInput(root, 'training', 'bool', []);
  const thetas = groups.map((group) => addInput(root, `theta:${group.name}`, 'f32', [group.size]));
  // The root's, shared by both branches.
  const { input } = ownInputs(root);
  const branch = (build: (g: Builder, weights: readonly Value[]) => Value[]) => (body: Graph) => {
    const g = createBuilder(body);
    return build(
      g,
      thetas.map((theta) => g.cast(theta, source.dtype)),
    );
  };
  const outputs = addIf(root, 'mode', training, {
    then: branch((g, weights) => {
      const { loss, letters, gradients } = trainedPass(g, source, options, weights, input);
      return [loss, letters, g.zeros('f32', ['targets']), squaredNorm(g, gradients), ...gradients];
    }),
    otherwise: branch((g, weights) => {
      const { nll, letters } = answeredPass(g, source, options, weights, input);
      const nothing = g.zeros('f32', [1]);
      return [
        ...[g.zeros('f32', []), letters, nll, g.zeros('f32', [])],
        ...weights.map(() => g.identity(nothing)),
      ];
    }),
  });
  const gradientNames = groups.map(({ name }) => `gradient:${name}`);
  ['loss', 'letterLogits', 'nll', 'squares', ...gradientNames].forEach((name, i) =>
    addOutput(root, name, outputs[i]!),
  );
  tidy(root, source.provider);
  return root;
}

/** `next:sum:<group>` = `sum:<group>` + `gradient:<group>` of every group, and `squares`, the sum of the sums' squares. */
export function buildSumGraph(groups: readonly ParameterGroup[], provider: Provider): Graph {
  const graph = createGraph('gradient sums');
  const g = createBuilder(graph);
  const sums = groups.map((group) => {
    const [sum, gradient] = ['sum', 'gradient'].map((part) =>
      addInput(graph, `${part}:${group.name}`, 'f32', [group.size]),
    ) as [Value, Value];
    return g.add(sum, gradient);
  });
  groups.forEach(({ name }, i) => addOutput(graph, `next:sum:${name}`, sums[i]!));
  addOutput(graph, 'squares', squaredNorm(g, sums));
  tidy(graph, provider);
  return graph;
}

/**
 * One optimizer step on a group's state, `<part>:<group>`, which comes out as `next:<part>:<group>`; gradients are `factor`
 * times `gradient:<group>`. `factor`, `stepSize`, `decay` and `correction` are scalars. New state may be written over old:
 * a part's entry is last read in making its next value.
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
  const factor = scalar('factor');
  const parts = stateParts(recipe);
  for (const group of groups) {
    const gradient = g.mul(addInput(graph, `gradient:${group.name}`, 'f32', [group.size]), factor);
    const after = updated(g, stateInputs(g, group, parts), gradient, numbers, recipe.training);
    for (const part of parts) addOutput(graph, `next:${part}:${group.name}`, after[part]!);
  }
  return graph;
}

function stateInputs(g: Builder, group: ParameterGroup, parts: readonly (keyof GroupState)[]): GroupState {
  const named = Object.fromEntries(
    parts.map((part) => [part, addInput(g.graph, `${part}:${group.name}`, 'f32', [group.size])]),
  ) as unknown as GroupState;
  return { ...named, average: named.average ?? null };
}
