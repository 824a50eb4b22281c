import { createSession } from '../runtime/session.ts';
import { collate, type Example } from './batch.ts';
import { buildAnsweringGraph } from './graphs.ts';
import type { Tensors } from './optimizer.ts';
import type { RunContext } from './prepare-run.ts';
import { adapterFeeds, rowsOf } from './tensors.ts';

/** What a model says of one batch: −log p of each target, and the logits of the four letters, [samples][4]. */
export interface Scored {
  readonly nll: readonly number[];
  readonly letterLogits: readonly (readonly number[])[];
}

/** Scores batches of examples under given adapter tensors, without training. */
export interface Scorer {
  /** How many batches one call should be given. */
  readonly batchesPerCall: number;
  score(batches: readonly (readonly Example[])[], adapter: Tensors): Promise<Scored[]>;
  dispose(): Promise<void>;
}

/** Scores with a session of its own, one batch a run; its weights are loaded beside the trainer's. */
export async function createSessionScorer({
  source,
  model,
  trainable,
  snapshot,
}: RunContext): Promise<Scorer> {
  const graph = buildAnsweringGraph(source, 'nll');
  const session = await createSession(graph, { provider: source.provider, folder: snapshot.weights.folder });
  return {
    batchesPerCall: 1,
    async score(batches, adapter) {
      const scored: Scored[] = [];
      for (const batch of batches) {
        const { feeds } = collate(model, batch, { form: source.form });
        const { nll, letterLogits } = await session.run({ ...feeds, ...adapterFeeds(trainable, adapter) });
        scored.push({ nll: Array.from(nll!.data, Number), letterLogits: rowsOf(letterLogits!) });
      }
      return scored;
    },
    dispose: () => session.dispose(),
  };
}
