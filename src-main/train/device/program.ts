import { createBuilder, type Builder } from '../../graph/builder.ts';
import { addLoop, type Turn } from '../../graph/control.ts';
import { addConstant, addInput, addOutput, createGraph, type Graph } from '../../graph/graph.ts';
import { tidy } from '../../graph/passes/tidy.ts';
import type { Dim, Value } from '../../graph/value.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { GraphSource, Inputs } from '../graphs.ts';
import { answeredPass, trainedPass, type Adapted } from './micro-batch.ts';
import { clipped, updated, type GroupState, type StepNumbers } from './update.ts';

/** Parts of a group's state, in the order in which a program takes and returns them. */
export function stateParts(recipe: Recipe): readonly (keyof GroupState)[] {
  return recipe.training.ema === null
    ? ['theta', 'first', 'second']
    : ['theta', 'first', 'second', 'average'];
}

export interface ProgramOptions extends Adapted {
  readonly recipe: Recipe;
}

/**
 * Several optimizer steps in one run, so that adapter, moments and gradient sums never leave the device between them:
 * a loop over `stepCount` steps around a loop over `microCount` micro-batches. Inputs of a micro-batch get two more
 * axes, [steps, micros, …]; `stepSize`, `decay` and `correction` are [steps]; a group's state goes in as `<part>:<group>`
 * and comes out as `next:<part>:<group>`. Outputs also `losses` [steps, micros], `letterLogits` [steps, micros, batch, 4]
 * and `gradNorms` [steps]. A second loop only answers, over `answerCount` batches whose inputs are `answer:…`
 * [answers, …]: `answerNll` [answers, targets] and `answerLetterLogits` [answers, batch, 4]. A run gives one of the two
 * loops no turns; so one session, with one copy of the weights, trains and evaluates.
 */
export function buildTrainingProgram(source: GraphSource, options: ProgramOptions): Graph {
  const { groups, recipe } = options;
  const root = createGraph('training program');
  const parts = stateParts(recipe);
  const state = groups.flatMap((group) =>
    parts.map((part) => addInput(root, `${part}:${group.name}`, 'f32', [group.size])),
  );
  const scalars = (['stepSize', 'decay', 'correction'] as const).map((name) =>
    addInput(root, name, 'f32', ['steps']),
  );
  const counts = { trips: addInput(root, 'stepCount', 'i64', []), count: 'steps' };
  const { carried, stacked } = addLoop(root, 'step', { ...counts, carried: state }, (body, step, values) => {
    const g = createBuilder(body);
    const before = groups.map((_, i) =>
      groupState(parts, values.slice(i * parts.length, (i + 1) * parts.length)),
    );
    const weights = before.map(({ theta }) => g.cast(theta, source.dtype));
    const sums = gradientSums(body, step, source, options, weights);
    const { norm, gradients: scaled } = clipped(g, sums.carried, recipe.training.maxGradNorm);
    const [stepSize, decay, correction] = scalars.map((values) => g.gather(values, step)) as [
      Value,
      Value,
      Value,
    ];
    const numbers: StepNumbers = { stepSize, decay, correction };
    const after = before.map((group, i) => updated(g, group, scaled[i]!, numbers, recipe.training));
    return {
      carried: after.flatMap((group) => parts.map((part) => group[part]!)),
      stacked: [...sums.stacked, norm],
    };
  });
  state.forEach(({ name }, i) => addOutput(root, `next:${name}`, carried[i]!));
  ['losses', 'letterLogits', 'gradNorms'].forEach((name, i) => addOutput(root, name, stacked[i]!));
  const thetas = state.filter((_, i) => parts[i % parts.length] === 'theta');
  answerLoop(root, source, options, thetas);
  tidy(root, source.provider);
  return root;
}

/** Gradients of a step, summed over its micro-batches; and losses [micros] and letter logits [micros, batch, 4]. */
function gradientSums(
  body: Graph,
  step: Value,
  source: GraphSource,
  options: ProgramOptions,
  weights: readonly Value[],
): Turn {
  const g = createBuilder(body);
  // A loop would keep zeros, sums and their copy beside the gradients.
  if (options.recipe.training.accumulation === 1) {
    const first = addConstant(body, 'i64', [], BigInt64Array.of(0n));
    const { gradients, told } = microBatch(body, g, [step, first], source, options, weights);
    return { carried: gradients, stacked: told.map((value) => g.reshape(value, [1, ...value.shape])) };
  }
  const trips = addInput(body.outer!, 'microCount', 'i64', []);
  const zeros = options.groups.map(({ size }) => g.zeros('f32', [size]));
  return addLoop(body, 'micro', { trips, count: 'micros', carried: zeros }, (micro, index, sums) => {
    const built = microBatch(micro, g, [step, index], source, options, weights);
    const inner = createBuilder(micro);
    return {
      carried: built.gradients.map((gradient, i) => inner.add(sums[i]!, gradient)),
      stacked: built.told,
    };
  });
}

function answerLoop(
  root: Graph,
  source: GraphSource,
  options: ProgramOptions,
  thetas: readonly Value[],
): void {
  const counts = { trips: addInput(root, 'answerCount', 'i64', []), count: 'answers' };
  const { stacked } = addLoop(root, 'answer', { ...counts, carried: [] }, (body, index) => {
    const g = createBuilder(body);
    const known = new Map<string, Value>();
    const input: Inputs['input'] = (name, dtype, shape) => {
      const value =
        known.get(name) ?? g.gather(addInput(root, `answer:${name}`, dtype, ['answers', ...shape]), index);
      known.set(name, value);
      return value;
    };
    const { nll, letters } = answeredPass(body, source, options, thetas, input);
    return { carried: [], stacked: [nll, letters] };
  });
  ['answerNll', 'answerLetterLogits'].forEach((name, i) => addOutput(root, name, stacked[i]!));
}

function groupState(parts: readonly (keyof GroupState)[], values: readonly Value[]): GroupState {
  const named = Object.fromEntries(parts.map((part, i) => [part, values[i]!])) as unknown as GroupState;
  return { ...named, average: named.average ?? null };
}

/** The pass over one micro-batch inside both loops. */
function microBatch(
  micro: Graph,
  outer: Builder,
  [step, index]: readonly [Value, Value],
  source: GraphSource,
  options: ProgramOptions,
  weights: readonly Value[],
): { gradients: Value[]; told: Value[] } {
  const micros = options.recipe.training.accumulation === 1 ? 1 : 'micros';
  const input = fedInputs(outer, createBuilder(micro), [micros, step, index]);
  const { loss, letters, gradients } = trainedPass(micro, source, options, weights, input);
  return { gradients, told: [loss, letters] };
}

/** An input of the whole program, cut down to the step by the outer loop and to the micro-batch by the inner one. */
function fedInputs(
  outer: Builder,
  inner: Builder,
  [micros, step, index]: readonly [Dim, Value, Value],
): Inputs['input'] {
  const known = new Map<string, Value>();
  return (name, dtype, shape) => {
    const root = outer.graph.outer!;
    const value =
      known.get(name) ??
      inner.gather(outer.gather(addInput(root, name, dtype, ['steps', micros, ...shape]), step), index);
    known.set(name, value);
    return value;
  };
}
