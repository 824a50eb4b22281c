import type { Graph } from '../../graph/graph.ts';
import type { FeedForm, Model } from '../../models/family.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import {
  createDeviceSession,
  disposeAll,
  type DeviceSession,
  type Held,
} from '../../runtime/device-session.ts';
import type { Provider } from '../../runtime/providers.ts';
import type { Feeds, Tensor } from '../../runtime/tensor.ts';
import { renamed } from '../../runtime/transfer.ts';
import { collate, type Batch } from '../batch.ts';
import type { ParameterGroup } from '../device/parameter-groups.ts';
import { stepNumbers } from '../device/update.ts';
import { rowKeys } from '../dropout-keys.ts';
import { targetWeights } from '../target-weights.ts';
import { rowsOf } from '../tensors.ts';
import type { StepInput, StepResult, Trainer, TrainerState } from '../trainer.ts';
import { createDeviceState } from './device-state.ts';
import { buildSumGraph, buildUpdateGraph } from './graphs.ts';
import { createLossScale } from './loss-scale.ts';
import { createMicroBatchScorer } from './scorer.ts';

export interface WebGpuTrainerOptions {
  /** That of `buildMicroBatchGraph`. */
  readonly graph: Graph;
  readonly groups: readonly ParameterGroup[];
  readonly model: Model;
  readonly recipe: Recipe;
  readonly state: TrainerState;
  readonly provider: Provider;
  readonly folder: string;
  readonly form: FeedForm;
  readonly side?: 'left' | 'right';
  /** Whether gradients are computed in f16, in which small ones vanish. */
  readonly lossScaling: boolean;
}

/**
 * Trains with one run a micro-batch and one an optimizer step. Adapter, moments, average and gradients are tensors on
 * the device that one session hands to the next; losses and letters alone come to the host.
 */
export async function createWebGpuTrainer(options: WebGpuTrainerOptions): Promise<Trainer> {
  const { graph, groups, provider, folder, recipe } = options;
  const stays = (name: string): boolean => name.includes(':');
  const micro = await createDeviceSession(graph, { provider, folder }, stays);
  const sum = await createDeviceSession(buildSumGraph(groups), { provider }, stays);
  const update = await createDeviceSession(buildUpdateGraph(groups, recipe), { provider }, stays);
  const state = await createDeviceState(options.state, groups, provider);
  const scorer = await createMicroBatchScorer(options, micro);
  const scale = createLossScale(options.lossScaling, options.state.lossScale);
  let taken = options.state.adam.step;

  const step = async (input: StepInput): Promise<StepResult> => {
    const batches = input.batches.map((batch) => collate(options.model, batch, options));
    for (;;) {
      const { gradients, loss, letterLogits } = await accumulated(batches);
      const { told, held } = await update.run(numbers(input.learningRate, taken + 1, scale.value, recipe), {
        ...gradients,
        ...state.held,
      });
      disposeAll(gradients);
      const gradNorm = Number(told['gradNorm']!.data[0]);
      if (Number.isFinite(loss) && Number.isFinite(gradNorm)) {
        state.replace(renamed(held, 'next:'));
        taken += 1;
        scale.succeeded();
        return { loss, gradNorm, letterLogits };
      }
      // Nothing was lost: the state is as it was.
      disposeAll(held);
      if (!Number.isFinite(loss) || !scale.overflowed()) return { loss, gradNorm, letterLogits };
    }
  };

  const accumulated = async (batches: readonly Batch[]) => {
    const targets = batches.reduce((total, batch) => total + batch.targets, 0);
    const letterLogits: number[][] = [];
    let loss = 0;
    let gradients: Held | null = null;
    for (const [index, batch] of batches.entries()) {
      const weights = targetWeights(batch, targets, recipe);
      const at = { seed: recipe.training.seed, step: taken, micro: index };
      const { told, held } = await micro.run(
        {
          ...batch.feeds,
          ...mapped(weights, scale.value),
          ...rowKeys(graph, batch.rowIds, at),
          training: { data: Uint8Array.of(1), shape: [] },
        },
        state.part('theta'),
      );
      loss += Number(told['loss']!.data[0]) / scale.value;
      letterLogits.push(...rowsOf(told['letterLogits']!));
      gradients = gradients ? await added(sum, gradients, held) : held;
    }
    return { gradients: gradients!, loss, letterLogits };
  };

  return {
    readState: async () => ({ ...(await state.read(taken)), lossScale: scale.state }),
    stepsPerCall: 1,
    moved: null,
    scorer,
    async steps(inputs) {
      const results: StepResult[] = [];
      for (const input of inputs) results.push(await step(input));
      return results;
    },
    async dispose() {
      await scorer.release();
      await state.dispose();
      for (const session of [micro, sum, update]) await session.dispose();
    },
  };
}

/** Sums `gradient:<group>` of two micro-batches, and disposes of both. */
async function added(session: DeviceSession, sums: Held, gradients: Held): Promise<Held> {
  const before = Object.fromEntries(
    Object.entries(sums).map(([name, tensor]) => [name.replace('gradient:', 'sum:'), tensor]),
  );
  const { held } = await session.run({}, { ...before, ...gradients });
  disposeAll(sums);
  disposeAll(gradients);
  return Object.fromEntries(
    Object.entries(held).map(([name, tensor]) => [name.replace('next:sum:', 'gradient:'), tensor]),
  );
}

/** What AdamW needs of the t-th step. */
function numbers(rate: number, t: number, lossScale: number, { training }: Recipe): Feeds {
  const { stepSize, decay, correction } = stepNumbers(rate, t, training);
  const scalar = (value: number): Tensor => ({ data: Float32Array.of(value), shape: [] });
  return {
    stepSize: scalar(stepSize),
    decay: scalar(decay),
    correction: scalar(correction),
    unscale: scalar(1 / lossScale),
  };
}

function mapped(feeds: Feeds, factor: number): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => [
      name,
      { data: (data as Float32Array).map((x) => x * factor), shape },
    ]),
  );
}
