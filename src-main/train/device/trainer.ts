import type { Graph } from '../../graph/graph.ts';
import type { FeedForm, Model } from '../../models/family.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { createDeviceSession, disposeAll, type DeviceSession } from '../../runtime/device-session.ts';
import type { Provider } from '../../runtime/providers.ts';
import type { Feeds, Tensor } from '../../runtime/tensor.ts';
import { createTransfer, renamed } from '../../runtime/transfer.ts';
import { collate, type Batch } from '../batch.ts';
import type { ParameterGroup } from './parameter-groups.ts';
import { stepNumbers } from './update.ts';
import type { StepInput, StepResult, Trainer, TrainerState } from '../trainer.ts';
import { createAccumulation } from './accumulation.ts';
import { createDeviceState } from './device-state.ts';
import { buildSumGraph, buildUpdateGraph, staysOnDevice } from './graphs.ts';
import { createLossScale } from './loss-scale.ts';
import { createMicroBatchScorer } from './scorer.ts';

export interface DeviceTrainerOptions {
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
  readonly lossScaling?: boolean;
}

/** Seconds that a call's steps should take, and steps at most: progress is told, and a stop waited for, a call at a time. */
const secondsPerCall = 2;
const mostPerCall = 32;

/**
 * Trains with one run a micro-batch and one an optimizer step. Adapter, moments, average and gradients are tensors on
 * the device that one session hands to the next; losses and letters alone come to the host.
 */
export async function createDeviceTrainer(all: DeviceTrainerOptions): Promise<Trainer> {
  // What follows keeps `options` alive: the state is to be there on the device alone.
  const { state: initial, ...options } = all;
  const { graph, groups, provider, folder, recipe } = options;
  const micro = await createDeviceSession(graph, { provider, folder }, staysOnDevice);
  // Made when a step has several micro-batches.
  let adding: Promise<DeviceSession> | null = null;
  const sum = (): Promise<DeviceSession> =>
    (adding ??= createDeviceSession(buildSumGraph(groups, provider), { provider }, staysOnDevice));
  const update = await createDeviceSession(buildUpdateGraph(groups, recipe), { provider }, staysOnDevice);
  const transfer = await createTransfer(provider);
  const state = await createDeviceState(initial, groups, transfer);
  const scorer = createMicroBatchScorer(options, micro, transfer);
  const scale = createLossScale(options.lossScaling ?? false, initial.lossScale);
  const updates = Object.fromEntries(Object.keys(state.held).map((name) => [`next:${name}`, name]));
  const accumulate = createAccumulation({ graph, recipe, micro, sum, weights: () => state.part('theta') });
  let taken = initial.adam.step;

  const step = async (batches: readonly Batch[], rate: number): Promise<StepResult> => {
    for (;;) {
      const { gradients, squares, loss, letterLogits } = await accumulate(batches, taken, scale.value);
      const gradNorm = Math.sqrt(squares) / scale.value;
      const finite = Number.isFinite(loss) && Number.isFinite(gradNorm);
      if (finite) {
        const factor = clipFactor(gradNorm, recipe.training.maxGradNorm) / scale.value;
        const given = { ...numbers(rate, taken + 1, recipe), factor: scalar(factor) };
        const { held } = await update.run(given, { ...gradients, ...state.held }, updates);
        state.replace(renamed(held, 'next:'));
        taken += 1;
        scale.succeeded();
      }
      disposeAll(gradients);
      // A gradient that is too large for f16 is tried again, scaled down; a loss is not.
      if (finite || !Number.isFinite(loss) || !scale.overflowed()) return { loss, gradNorm, letterLogits };
    }
  };

  const collated = ({ batches }: StepInput): Batch[] =>
    batches.map((batch) => collate(options.model, batch, options));
  let perCall = 1;
  return {
    readState: async () => ({ ...(await state.read(taken)), lossScale: scale.state }),
    get stepsPerCall() {
      return perCall;
    },
    scorer,
    async steps(inputs) {
      const began = performance.now();
      const results = await inTurn(inputs, collated, step);
      const seconds = (performance.now() - began) / 1000;
      perCall = Math.max(1, Math.min(mostPerCall, Math.round((secondsPerCall * inputs.length) / seconds)));
      return results;
    },
    async dispose() {
      scorer.release();
      state.dispose();
      await transfer.dispose();
      for (const session of [micro, update, await adding]) await session?.dispose();
    },
  };
}

/** Takes the steps; the batches of the next one are laid out while the device takes one. */
async function inTurn(
  inputs: readonly StepInput[],
  collated: (input: StepInput) => Batch[],
  step: (batches: readonly Batch[], rate: number) => Promise<StepResult>,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  let batches = collated(inputs[0]!);
  for (const [i, { learningRate }] of inputs.entries()) {
    const following = inputs[i + 1];
    const taking = step(batches, learningRate);
    const next = Promise.resolve(following).then((input) => (input ? collated(input) : []));
    [results[i], batches] = await Promise.all([taking, next]);
  }
  return results;
}

/** What gradients of this norm are multiplied by, as PyTorch's clip_grad_norm_ does. */
function clipFactor(norm: number, limit: number | null): number {
  return limit === null ? 1 : Math.min(1, limit / (norm + 1e-6));
}

/** What AdamW needs of the t-th step. */
function numbers(rate: number, t: number, { training }: Recipe): Feeds {
  const { stepSize, decay, correction } = stepNumbers(rate, t, training);
  return { stepSize: scalar(stepSize), decay: scalar(decay), correction: scalar(correction) };
}

function scalar(value: number): Tensor {
  return { data: Float32Array.of(value), shape: [] };
}
