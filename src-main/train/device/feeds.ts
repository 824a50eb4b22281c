import type { Graph } from '../../graph/graph.ts';
import type { FeedForm, Model } from '../../models/family.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { Feeds, Tensor } from '../../runtime/tensor.ts';
import { collate, commonShape, type Batch, type Example } from '../batch.ts';
import { rowKeys } from '../dropout-keys.ts';
import { idleFeeds } from '../idle-feeds.ts';
import { targetWeights } from '../target-weights.ts';
import type { StepInput } from '../trainer.ts';
import { stepNumbers, type StepNumbers } from './update.ts';

/** What decides how a program is fed. */
export interface FeedOptions {
  readonly graph: Graph;
  readonly model: Model;
  readonly form: FeedForm;
  readonly recipe: Recipe;
  readonly side?: 'left' | 'right';
}

/** Batches [steps][micros] of one shape: a run has one, so its shorter ones are filled up with what weighs nothing. */
export function collateAlike({ model, side, form }: FeedOptions, inputs: readonly StepInput[]): Batch[][] {
  const common = commonShape(
    model,
    inputs.flatMap(({ batches }) => batches),
  );
  const micros = Math.max(...inputs.map(({ batches }) => batches.length));
  return inputs.map(({ batches }) => {
    const real = batches.map((batch) => collate(model, batch, { common, form, ...(side ? { side } : {}) }));
    const empty = () => ({ ...real[0]!, samples: 0, targets: 0, letterTargets: [] });
    return [...real, ...Array.from({ length: micros - real.length }, empty)];
  });
}

/** What AdamW needs of each step, [steps], after `taken` steps. */
export function numbers(inputs: readonly StepInput[], taken: number, { training }: Recipe): Feeds {
  const steps = inputs.map(({ learningRate }, i) => stepNumbers(learningRate, taken + i + 1, training));
  const each = (name: keyof StepNumbers): Tensor => ({
    data: Float32Array.from(steps, (numbersOf) => numbersOf[name]),
    shape: [inputs.length],
  });
  return {
    stepSize: each('stepSize'),
    decay: each('decay'),
    correction: each('correction'),
    stepCount: count(inputs.length),
    microCount: count(Math.max(...inputs.map(({ batches }) => batches.length))),
  };
}

export function stackedFeeds(
  { graph, recipe }: FeedOptions,
  batches: readonly (readonly Batch[])[],
  taken: number,
): Feeds {
  const each = batches.flatMap((group, step) => {
    const targets = group.reduce((sum, batch) => sum + batch.targets, 0);
    return group.map((batch, micro) => ({
      ...batch.feeds,
      ...targetWeights(batch, targets, recipe),
      ...rowKeys(graph, batch.rowIds, { seed: recipe.training.seed, step: taken + step, micro }),
    }));
  });
  const lead = [batches.length, batches[0]!.length];
  return Object.fromEntries(
    Object.keys(each[0]!).map((name) => [
      name,
      concatenated(
        each.map((feeds: Feeds) => feeds[name]!),
        lead,
      ),
    ]),
  );
}

/** Tensors of one shape as one, with the axes `lead` before. */
function concatenated(tensors: readonly Tensor[], lead: readonly number[]): Tensor {
  const { data, shape } = tensors[0]!;
  const all = new (data.constructor as new (length: number) => typeof data)(data.length * tensors.length);
  tensors.forEach((tensor, i) => all.set(tensor.data as never, i * data.length));
  return { data: all, shape: [...lead, ...shape] };
}

/** Batches [answers] of one shape, with the feeds of the loop that answers. */
export function answerFeeds(
  { model, form, side }: FeedOptions,
  examples: readonly (readonly Example[])[],
): { batches: Batch[]; feeds: Feeds } {
  const common = commonShape(model, examples);
  const batches = examples.map((batch) => collate(model, batch, { common, form, ...(side ? { side } : {}) }));
  const names = Object.keys(batches[0]!.feeds);
  const feeds = names.map((name): [string, Tensor] => [
    `answer:${name}`,
    concatenated(
      batches.map((batch) => batch.feeds[name]!),
      [batches.length],
    ),
  ]);
  return { batches, feeds: { ...Object.fromEntries(feeds), answerCount: count(batches.length) } };
}

/** A run's feeds with nothing for the loop that has no turns in it: no step, no batch to answer, sizes as the others have them. */
export function withIdleLoop(graph: Graph, feeds: Feeds): Feeds {
  return { ...feeds, ...idleFeeds(graph, feeds, { none: ['steps', 'micros', 'answers'] }) };
}

/** A number of turns, as an i64 scalar. */
function count(n: number): Tensor {
  return { data: BigInt64Array.of(BigInt(n)), shape: [] };
}
