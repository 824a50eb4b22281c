import type { Provider } from '../../runtime/providers.ts';
import { createSession, type Session } from '../../runtime/session.ts';
import type { Feeds, Tensor } from '../../runtime/tensor.ts';
import type { Batch } from '../batch.ts';
import type { Tensors } from '../optimizer.ts';
import type { Scored, Scorer } from '../scorer.ts';
import { rowsOf } from '../tensors.ts';
import type { StepResult, Trainer, TrainerState } from '../trainer.ts';
import { answerFeeds, collateAlike, numbers, stackedFeeds, withIdleLoop, type FeedOptions } from './feeds.ts';
import { createPace } from './pace.ts';
import { groupFeeds, stack, type ParameterGroup } from './parameter-groups.ts';
import type { GroupState } from './update.ts';

export interface DeviceTrainerOptions extends FeedOptions {
  readonly groups: readonly ParameterGroup[];
  readonly provider: Provider;
  readonly folder: string;
  readonly state: TrainerState;
}

/** Trains with the program of `program.ts`: several optimizer steps a run, the state on the host only between runs. */
export async function createDeviceTrainer(all: DeviceTrainerOptions): Promise<Trainer> {
  // What follows keeps `options` alive: the tensors that are laid out anew are not to be there twice.
  const { state, ...options } = all;
  const { graph, groups, provider, folder, recipe } = options;
  const session = await createSession(graph, { provider, folder });
  const laid = layState(state, groups);
  /** Seconds of a run in which no turn was taken: what moving the state in and out costs; 0 until it is measured. */
  let moving = 0;
  const pace = createPace(() => moving);
  const answerPace = createPace(() => moving);
  const calls = { count: 0, seconds: 0 };
  const scorer: Scorer = {
    get batchesPerCall() {
      return answerPace.perRun;
    },
    async score(examples, adapter) {
      const began = performance.now();
      const { batches, feeds } = answerFeeds(options, examples);
      // In place of those that are trained.
      const weights = groupFeeds('theta', groups, adapter);
      const outputs = await session.run(withIdleLoop(graph, { ...feeds, ...laid.feeds, ...weights }));
      answerPace.record(examples.length, secondsSince(began));
      return scored(batches, outputs);
    },
    // The session is the trainer's.
    dispose: () => Promise.resolve(),
  };
  return {
    readState: () => Promise.resolve(laid.state),
    scorer,
    get stepsPerCall() {
      return pace.perRun;
    },
    async steps(inputs) {
      const began = performance.now();
      const batches = collateAlike(options, inputs);
      const { adam } = laid.state;
      const feeds = { ...numbers(inputs, adam.step, recipe), ...stackedFeeds(options, batches, adam.step) };
      const whole = withIdleLoop(graph, { ...feeds, ...laid.feeds });
      const outputs = await session.run(whole, laid.results);
      adam.step += inputs.length;
      const seconds = secondsSince(began);
      pace.record(inputs.length, seconds);
      calls.count += 1;
      calls.seconds += seconds;
      if (calls.count === 1) moving = await timeWithoutSteps(session, whole, laid.results);
      return results(batches, outputs);
    },
    get moved() {
      return { calls: calls.count, seconds: calls.seconds, moving: moving * calls.count };
    },
    dispose: () => session.dispose(),
  };
}

/** Seconds of a run that takes no step: the state goes in and comes out as it was. */
async function timeWithoutSteps(session: Session, feeds: Feeds, into: Feeds): Promise<number> {
  const began = performance.now();
  await session.run({ ...feeds, stepCount: { data: BigInt64Array.of(0n), shape: [] } }, into);
  return secondsSince(began);
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
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
