import { countFlops } from '../../src-main/graph/flops.ts';
import type { Graph } from '../../src-main/graph/graph.ts';
import { createSession } from '../../src-main/runtime/session.ts';
import { bindSizes } from '../../src-main/runtime/sizes.ts';
import type { Feeds } from '../../src-main/runtime/tensor.ts';
import { collate, collatePrompts } from '../../src-main/train/batch.ts';
import { buildAnsweringGraph, buildTrainingGraph } from '../../src-main/train/graphs.ts';
import { initialParameters } from '../../src-main/train/initial-parameters.ts';
import { openTrainer } from '../../src-main/train/open-trainer.ts';
import { trainingOptions, type RunContext } from '../../src-main/train/prepare-run.ts';
import { adapterFeeds, rowsOf } from '../../src-main/train/tensors.ts';
import { createState } from '../../src-main/train/trainer.ts';
import { serve, type Phase, type Pass } from './side.ts';
import { openWorkload, promptBatches, trainingBatches, type Case } from './workload.ts';

// A child of the benchmark: `node quartet-side.ts train|answer <case as JSON>`.

/** From tokens and patches to updated weights: padding, forward, backward, clipping and AdamW are all in the time. */
async function training(context: RunContext): Promise<Pass> {
  const { source, trainable, recipe } = context;
  const { graph } = buildTrainingGraph(source, trainingOptions(recipe));
  const batches = await trainingBatches(context);
  const state = createState(initialParameters(trainable, recipe.training.seed), null);
  const trainer = await openTrainer(context, state);
  return {
    async run() {
      let loss = 0;
      for (const batch of batches)
        loss += (await trainer.steps([{ batches: [batch], learningRate: recipe.training.learningRate }]))[0]!
          .loss;
      return [loss / batches.length];
    },
    ...work(batches, graph, (batch) => collate(context.model, batch, { form: source.form }).feeds),
  };
}

/** From tokens and patches to the logits of the four letters. */
async function answering(context: RunContext): Promise<Pass> {
  const { provider, snapshot, recipe, trainable, source } = context;
  const batches = await promptBatches(context);
  const graph = buildAnsweringGraph(source, 'letters');
  const adapter = adapterFeeds(trainable, initialParameters(trainable, recipe.training.seed));
  const session = await createSession(graph, {
    provider: provider.provider,
    folder: snapshot.weights.folder,
  });
  return {
    async run() {
      const logits: number[] = [];
      for (const batch of batches) {
        const { letterLogits } = await session.run({
          ...collatePrompts(context.model, batch, source.form),
          ...adapter,
        });
        logits.push(...rowsOf(letterLogits!).flat());
      }
      return logits;
    },
    ...work(batches, graph, (batch) => collatePrompts(context.model, batch, source.form)),
  };
}

/** Samples of one pass, their longest sequence, and the products that the graph does for them. */
function work<T>(batches: readonly T[][], graph: Graph, feed: (batch: T[]) => Feeds) {
  const feeds = batches.map(feed);
  return {
    samples: batches.flat().length,
    tokens: Math.max(...feeds.map(({ inputIds }) => inputIds!.shape[1]!)),
    flops: feeds.reduce(
      (sum, fed) => sum + countFlops(graph, bindSizes(graph.name, fedInputs(graph, fed), fed)),
      0,
    ),
  };
}

function fedInputs(graph: Graph, feeds: Feeds) {
  return graph.inputs.filter(({ name }) => feeds[name]);
}

const [phase, varied] = process.argv.slice(2) as [Phase, string];
const context = await openWorkload(JSON.parse(varied) as Case);
await serve(phase === 'train' ? await training(context) : await answering(context));
