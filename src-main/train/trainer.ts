import type { Recipe } from '../recipe/recipe.ts';
import { createSession } from '../runtime/session.ts';
import type { Feeds, Tensor } from '../runtime/tensor.ts';
import type { Batch } from './batch.ts';
import { rowKeys } from './dropout-keys.ts';
import type { TrainableShape } from './graphs.ts';
import {
  accumulate,
  adamWStep,
  averageInto,
  clipGradients,
  createAdamW,
  type AdamWState,
  type Tensors,
} from './optimizer.ts';
import type { Graph } from '../graph/graph.ts';
import type { Provider } from '../runtime/providers.ts';

/** What the trainer holds between steps; all of it goes into a checkpoint. */
export interface TrainerState {
  readonly parameters: Tensors;
  readonly adam: AdamWState;
  readonly average: Tensors | null;
}

/** Loss of one optimizer step, and what the four letters' logits were for each of its samples. */
export interface StepResult {
  readonly loss: number;
  readonly gradNorm: number;
  /** [samples][4] */
  readonly letterLogits: readonly (readonly number[])[];
}

export interface Trainer {
  readonly state: TrainerState;
  /** One optimizer step over its micro-batches; every target of the group weighs the same. */
  step(group: readonly Batch[], learningRate: number): Promise<StepResult>;
  dispose(): Promise<void>;
}

export interface TrainerOptions {
  readonly graph: Graph;
  readonly trainable: readonly TrainableShape[];
  readonly provider: Provider;
  readonly folder: string;
  readonly recipe: Recipe;
  readonly state: TrainerState;
}

export function createState(parameters: Tensors, ema: number | null): TrainerState {
  return {
    parameters,
    adam: createAdamW(parameters),
    average: ema === null ? null : parameters.map((p) => p.slice()),
  };
}

export async function createTrainer({
  graph,
  trainable,
  provider,
  folder,
  recipe,
  state,
}: TrainerOptions): Promise<Trainer> {
  const session = await createSession(graph, { provider, folder });
  const { training } = recipe;
  const sums = trainable.map(({ shape }) => new Float32Array(shape[0] * shape[1]));
  const dropped = graph.inputs.filter(({ name }) => name.startsWith('dropoutRows:'));
  return {
    state,
    async step(group, learningRate) {
      const targets = group.reduce((total, batch) => total + batch.targets, 0);
      for (const sum of sums) sum.fill(0);
      let loss = 0;
      const letterLogits: number[][] = [];
      for (const [micro, batch] of group.entries()) {
        const outputs = await session.run({
          ...batch.feeds,
          ...weights(batch, targets, recipe),
          ...adapterFeeds(trainable, state.parameters),
          ...rowKeys(dropped, batch.feeds, graph.inputs, {
            seed: training.seed,
            step: state.adam.step,
            micro,
          }),
        });
        loss += Number(outputs['loss']!.data[0]);
        letterLogits.push(...rowsOf(outputs['letterLogits']!));
        accumulate(
          sums,
          trainable.map(({ name }) => outputs[`gradient:${name}`]!.data as Float32Array),
        );
      }
      const gradNorm = clipGradients(sums, training.maxGradNorm);
      if (Number.isFinite(loss) && Number.isFinite(gradNorm)) {
        adamWStep(state.parameters, sums, state.adam, learningRate, training);
        if (state.average && training.ema !== null)
          averageInto(state.average, state.parameters, training.ema);
      }
      return { loss, gradNorm, letterLogits };
    },
    dispose: () => session.dispose(),
  };
}

/** Each target's share of the loss; the smoothed part is taken from it (Szegedy et al. 2016), over the four letters only where one is due. */
function weights({ targets, letterTargets }: Batch, total: number, { training }: Recipe): Feeds {
  const { labelSmoothing, smoothingOver } = training;
  const smoothing = letterTargets.map((isLetter) =>
    smoothingOver === 'vocabulary' || isLetter ? labelSmoothing : 0,
  );
  const each = (share: (smoothed: number) => number): Tensor => ({
    data: Float32Array.from(smoothing, (smoothed) => share(smoothed) / total),
    shape: [targets],
  });
  const plain = each((smoothed) => 1 - smoothed);
  return labelSmoothing === 0
    ? { targetWeights: plain }
    : { targetWeights: plain, smoothingWeights: each((smoothed) => smoothed) };
}

/** An adapter's tensors under the names of the graph's inputs. */
export function adapterFeeds(shapes: readonly TrainableShape[], tensors: Tensors): Feeds {
  return Object.fromEntries(shapes.map(({ name, shape }, i) => [name, { data: tensors[i]!, shape }]));
}

/** A matrix as rows of numbers. */
export function rowsOf({ data, shape }: Tensor): number[][] {
  const width = shape.at(-1)!;
  return Array.from({ length: data.length / width }, (_, row) =>
    Array.from(data.slice(row * width, (row + 1) * width) as Float32Array),
  );
}
