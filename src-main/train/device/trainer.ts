import type { Provider } from '../../runtime/providers.ts';
import { createSession } from '../../runtime/session.ts';
import type { Feeds, Tensor } from '../../runtime/tensor.ts';
import type { Batch } from '../batch.ts';
import type { Tensors } from '../optimizer.ts';
import type { Scored, Scorer } from '../scorer.ts';
import { rowsOf } from '../tensors.ts';
import type { StepResult, Trainer, TrainerState } from '../trainer.ts';
import { answerFeeds, collateAlike, numbers, stackedFeeds, withIdleLoop, type FeedOptions } from './feeds.ts';
import { stack, type ParameterGroup } from './parameter-groups.ts';
import type { GroupState } from './update.ts';

/** Seconds that one run of the program should take: long enough to make moving the state cheap, short enough to follow. */
const secondsPerRun = 5;

export interface DeviceTrainerOptions extends FeedOptions {
  readonly groups: readonly ParameterGroup[];
  readonly provider: Provider;
  readonly folder: string;
  readonly state: TrainerState;
}

/** Trains with the program of `program.ts`: several optimizer steps a run, the state on the host only between runs. */
export async function createDeviceTrainer(options: DeviceTrainerOptions): Promise<Trainer> {
  const { graph, groups, provider, folder, recipe } = options;
  const session = await createSession(graph, { provider, folder });
  const laid = layState(options.state, groups);
  const pace = createPace();
  const answerPace = createPace();
  const scorer: Scorer = {
    get batchesPerCall() {
      return answerPace.perRun;
    },
    async score(examples, adapter) {
      const end = answerPace.begin(examples.length);
      const { batches, feeds } = answerFeeds(options, examples);
      const weights = thetaFeeds(groups, adapter);
      const outputs = await session.run(withIdleLoop(graph, { ...feeds, ...laid.feeds, ...weights }));
      end();
      return scored(batches, outputs);
    },
    // The session is the trainer's.
    dispose: () => Promise.resolve(),
  };
  return {
    state: laid.state,
    scorer,
    get stepsPerCall() {
      return pace.perRun;
    },
    async steps(inputs) {
      const end = pace.begin(inputs.length);
      const batches = collateAlike(options, inputs);
      const { adam } = laid.state;
      const feeds = { ...numbers(inputs, adam.step, recipe), ...stackedFeeds(options, batches, adam.step) };
      const outputs = await session.run(withIdleLoop(graph, { ...feeds, ...laid.feeds }), laid.results);
      adam.step += inputs.length;
      end();
      return results(batches, outputs);
    },
    dispose: () => session.dispose(),
  };
}

/** How many turns fit into a run, by how long those of the last one took. */
function createPace() {
  let secondsPerTurn = Infinity;
  return {
    get perRun() {
      return Math.max(1, Math.floor(secondsPerRun / secondsPerTurn));
    },
    begin(turns: number): () => void {
      const began = performance.now();
      return () => (secondsPerTurn = (performance.now() - began) / 1000 / turns);
    },
  };
}

/** Adapter tensors in place of those that are trained, for answering. */
function thetaFeeds(groups: readonly ParameterGroup[], adapter: Tensors): Feeds {
  const { stacked } = stack(groups, adapter);
  return Object.fromEntries(
    groups.map((group, i) => [`theta:${group.name}`, { data: stacked[i]!, shape: [group.size] }]),
  );
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
      feeds[`${part}:${group.name}`] = { data: stacked[i]!, shape: [group.size] };
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

function scored(batches: readonly Batch[], outputs: Readonly<Record<string, Tensor>>): Scored[] {
  const { answerNll, answerLetterLogits } = outputs as Record<'answerNll' | 'answerLetterLogits', Tensor>;
  const nll = rowsOf(answerNll);
  const logits = rowsOf(answerLetterLogits);
  const samples = answerLetterLogits.shape[1]!;
  return batches.map((batch, i) => ({
    nll: nll[i]!.slice(0, batch.targets),
    letterLogits: logits.slice(i * samples, i * samples + batch.samples),
  }));
}
