import type { Graph } from '../../graph/graph.ts';
import type { FeedForm, Model } from '../../models/family.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { Provider } from '../../runtime/providers.ts';
import { createSession } from '../../runtime/session.ts';
import type { Feeds, Tensor } from '../../runtime/tensor.ts';
import { collate, commonShape, type Batch } from '../batch.ts';
import { rowKeys } from '../dropout-keys.ts';
import type { StepInput, StepResult, Trainer, TrainerState } from '../trainer.ts';
import type { Tensors } from '../optimizer.ts';
import { targetWeights } from '../target-weights.ts';
import { stackedShape, stack, type ParameterGroup } from './parameter-groups.ts';
import type { GroupState } from './update.ts';

/** Seconds that one run of the program should take: long enough to make moving the state cheap, short enough to follow. */
const secondsPerRun = 5;

export interface DeviceTrainerOptions {
  readonly graph: Graph;
  readonly groups: readonly ParameterGroup[];
  readonly model: Model;
  readonly provider: Provider;
  readonly folder: string;
  readonly form: FeedForm;
  readonly recipe: Recipe;
  readonly state: TrainerState;
  readonly side?: 'left' | 'right';
}

/** Trains with the program of `program.ts`: several optimizer steps a run, the state on the host only between runs. */
export async function createDeviceTrainer(options: DeviceTrainerOptions): Promise<Trainer> {
  const { graph, groups, provider, folder, recipe } = options;
  const session = await createSession(graph, { provider, folder });
  const laid = layState(options.state, groups);
  let secondsPerStep = Infinity;
  return {
    state: laid.state,
    get stepsPerCall() {
      return Math.max(1, Math.floor(secondsPerRun / secondsPerStep));
    },
    async steps(inputs) {
      const began = performance.now();
      const batches = collateAlike(options, inputs);
      const { adam } = laid.state;
      const feeds = { ...numbers(inputs, adam.step, recipe), ...stackedFeeds(options, batches, adam.step) };
      const outputs = await session.run({ ...feeds, ...laid.feeds }, laid.results);
      adam.step += inputs.length;
      secondsPerStep = (performance.now() - began) / 1000 / inputs.length;
      return results(batches, outputs);
    },
    dispose: () => session.dispose(),
  };
}

/** The trainer's state as views of one array a group and part; a run reads those arrays and writes them again. */
function layState(
  { parameters, adam, average }: TrainerState,
  groups: readonly ParameterGroup[],
): { state: TrainerState; feeds: Feeds; results: Feeds } {
  const feeds: Record<string, Tensor> = {};
  const lay = (part: keyof GroupState, tensors: Tensors): Tensors => {
    const { stacked, views } = stack(groups, tensors);
    groups.forEach((group, i) => {
      feeds[`${part}:${group.name}`] = { data: stacked[i]!, shape: [...stackedShape(group)] };
    });
    return views;
  };
  const state: TrainerState = {
    parameters: lay('theta', parameters),
    adam: { first: lay('first', adam.first), second: lay('second', adam.second), step: adam.step },
    average: average && lay('average', average),
  };
  const results = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [`next:${name}`, tensor]));
  return { state, feeds, results };
}

/** Batches [steps][micros] of one shape: a run has one, so its shorter ones are filled up with what weighs nothing. */
function collateAlike({ model, side, form }: DeviceTrainerOptions, inputs: readonly StepInput[]): Batch[][] {
  const common = commonShape(
    model,
    inputs.flatMap(({ batches }) => batches),
  );
  const micros = Math.max(...inputs.map(({ batches }) => batches.length));
  return inputs.map(({ batches }) => {
    const real = batches.map((batch) => collate(model, batch, { common, form, ...(side ? { side } : {}) }));
    const empty = () => ({ ...real[0]!, samples: 0, targets: 0 });
    return [...real, ...Array.from({ length: micros - real.length }, empty)];
  });
}

/** What AdamW needs of each step, [steps], after `taken` steps. */
function numbers(inputs: readonly StepInput[], taken: number, { training }: Recipe): Feeds {
  const { beta1, beta2, weightDecay } = training;
  const each = (value: (rate: number, t: number) => number): Tensor => ({
    data: Float32Array.from(inputs, ({ learningRate }, i) => value(learningRate, taken + i + 1)),
    shape: [inputs.length],
  });
  const count = (n: number): Tensor => ({ data: BigInt64Array.of(BigInt(n)), shape: [] });
  return {
    stepSize: each((rate, t) => rate / (1 - beta1 ** t)),
    decay: each((rate) => 1 - rate * weightDecay),
    correction: each((_, t) => Math.sqrt(1 - beta2 ** t)),
    stepCount: count(inputs.length),
    microCount: count(Math.max(...inputs.map(({ batches }) => batches.length))),
  };
}

function stackedFeeds(
  { graph, recipe }: DeviceTrainerOptions,
  batches: readonly (readonly Batch[])[],
  taken: number,
): Feeds {
  const dropped = graph.inputs.filter(({ name }) => name.startsWith('dropoutRows:'));
  const inner = graph.inputs.map((input) => ({ ...input, shape: input.shape.slice(2) }));
  const each = batches.flatMap((group, step) => {
    const targets = group.reduce((sum, batch) => sum + batch.targets, 0);
    return group.map((batch, micro) => ({
      ...batch.feeds,
      ...targetWeights(batch, targets, recipe),
      ...rowKeys(
        dropped.map((input) => ({ ...input, shape: input.shape.slice(2) })),
        batch.feeds,
        inner,
        {
          seed: recipe.training.seed,
          step: taken + step,
          micro,
        },
      ),
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

function results(
  batches: readonly (readonly Batch[])[],
  outputs: Readonly<Record<string, Tensor>>,
): StepResult[] {
  const { losses, letterLogits, gradNorms } = outputs as Record<
    'losses' | 'letterLogits' | 'gradNorms',
    Tensor
  >;
  const [, micros, samples] = letterLogits.shape as [number, number, number];
  return batches.map((group, step) => {
    const loss = group.reduce((sum, _, micro) => sum + Number(losses.data[step * micros + micro]), 0);
    const logits = group.flatMap((batch, micro) =>
      Array.from({ length: batch.samples }, (_, sample) => {
        const at = ((step * micros + micro) * samples + sample) * 4;
        return Array.from(letterLogits.data.slice(at, at + 4), Number);
      }),
    );
    return { loss, gradNorm: Number(gradNorms.data[step]), letterLogits: logits };
  });
}
