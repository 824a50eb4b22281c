import type { Recipe } from '../recipe/recipe.ts';
import { createSession } from '../runtime/session.ts';
import type { FeedForm, Model } from '../models/family.ts';
import { collate, type Example } from './batch.ts';
import { rowKeys } from './dropout-keys.ts';
import type { TrainableShape } from './graphs.ts';
import type { Scorer } from './scorer.ts';
import { targetWeights } from './target-weights.ts';
import { adapterFeeds, rowsOf } from './tensors.ts';
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
  /** Where gradients are f16: what the loss is multiplied by, and how many steps it has served. */
  readonly lossScale?: { readonly value: number; readonly good: number } | undefined;
}

/** Loss of one optimizer step, and what the four letters' logits were for each of its samples. */
export interface StepResult {
  readonly loss: number;
  readonly gradNorm: number;
  /** [samples][4] */
  readonly letterLogits: readonly (readonly number[])[];
}

/** One optimizer step: its micro-batches, and what it moves by. */
export interface StepInput {
  readonly batches: readonly (readonly Example[])[];
  readonly learningRate: number;
}

export interface Trainer {
  /** The state as it is now, on the host. */
  readState(): Promise<TrainerState>;
  /** How many optimizer steps one call should be given. */
  readonly stepsPerCall: number;
  /** Scores with the weights that it holds anyway; null where a session of its own serves better. */
  readonly scorer: Scorer | null;
  /** Takes optimizer steps one after another; every target of a step weighs the same. */
  steps(inputs: readonly StepInput[]): Promise<StepResult[]>;
  dispose(): Promise<void>;
}

export interface TrainerOptions {
  readonly graph: Graph;
  readonly model: Model;
  readonly trainable: readonly TrainableShape[];
  readonly provider: Provider;
  readonly folder: string;
  readonly recipe: Recipe;
  readonly state: TrainerState;
  readonly form?: FeedForm;
  readonly side?: 'left' | 'right';
}

export function createState(parameters: Tensors, ema: number | null): TrainerState {
  return {
    parameters,
    adam: createAdamW(parameters),
    average: ema === null ? null : parameters.map((p) => p.slice()),
  };
}

/** Trains with one run a micro-batch; gradients are summed, and the optimizer runs, on the host. */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const { graph, model, trainable, provider, folder, recipe, state, form, side } = options;
  const session = await createSession(graph, { provider, folder });
  const { training } = recipe;
  const sums = trainable.map(({ shape }) => new Float32Array(shape[0] * shape[1]));
  const step = async ({ batches, learningRate }: StepInput): Promise<StepResult> => {
    const group = batches.map((batch) =>
      collate(model, batch, { ...(form && { form }), ...(side && { side }) }),
    );
    const targets = group.reduce((total, batch) => total + batch.targets, 0);
    for (const sum of sums) sum.fill(0);
    let loss = 0;
    const letterLogits: number[][] = [];
    for (const [micro, batch] of group.entries()) {
      const at = { seed: training.seed, step: state.adam.step, micro };
      const outputs = await session.run({
        ...batch.feeds,
        ...targetWeights(batch, targets, recipe),
        ...adapterFeeds(trainable, state.parameters),
        ...rowKeys(graph, batch.rowIds, at),
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
      if (state.average && training.ema !== null) averageInto(state.average, state.parameters, training.ema);
    }
    return { loss, gradNorm, letterLogits };
  };
  return {
    readState: () => Promise.resolve(state),
    stepsPerCall: 1,
    scorer: null,
    async steps(inputs) {
      const results: StepResult[] = [];
      for (const input of inputs) results.push(await step(input));
      return results;
    },
    dispose: () => session.dispose(),
  };
}
