import { buildMicroBatchGraph } from './device/graphs.ts';
import { groupParameters } from './device/parameter-groups.ts';
import { createDeviceTrainer } from './device/trainer.ts';
import { buildTrainingGraph } from './graphs.ts';
import { trainingOptions, type RunContext } from './prepare-run.ts';
import { createTrainer, type Trainer, type TrainerState } from './trainer.ts';

/** The trainer that suits a run's provider: on a GPU the state stays there, on the CPU it is where it is. */
export async function openTrainer(context: RunContext, state: TrainerState): Promise<Trainer> {
  const { source, model, recipe, trainable, snapshot, recompute } = context;
  const options = { ...trainingOptions(recipe, recompute), model, recipe, trainable, state };
  const session = { provider: source.provider, folder: snapshot.weights.folder };
  if (source.provider === 'cpu')
    return createTrainer({
      ...options,
      ...session,
      form: source.form,
      graph: buildTrainingGraph(source, options).graph,
    });
  const groups = groupParameters(trainable, source.dtype);
  return createDeviceTrainer({
    ...options,
    ...session,
    groups,
    form: source.form,
    lossScaling: source.dtype === 'f16',
    graph: buildMicroBatchGraph(source, { ...options, groups }),
  });
}
