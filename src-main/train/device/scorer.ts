import { disposeAll, type DeviceSession, type Held } from '../../runtime/device-session.ts';
import type { Transfer } from '../../runtime/transfer.ts';
import { collate } from '../batch.ts';
import { groupFeeds } from './parameter-groups.ts';
import { idleFeeds } from '../idle-feeds.ts';
import type { Tensors } from '../optimizer.ts';
import type { Scorer } from '../scorer.ts';
import { rowsOf } from '../tensors.ts';
import type { DeviceTrainerOptions } from './trainer.ts';

/** A scorer that its trainer lets go of. */
export interface MicroBatchScorer extends Scorer {
  release(): void;
}

/** Scores with the trainer's own session, and so with its one copy of the model's weights. */
export function createMicroBatchScorer(
  options: Omit<DeviceTrainerOptions, 'state'>,
  session: DeviceSession,
  transfer: Transfer,
): MicroBatchScorer {
  const { graph, groups, model } = options;
  let moved: { adapter: Tensors; held: Held } | null = null;
  const onDevice = async (adapter: Tensors): Promise<Held> => {
    if (moved?.adapter === adapter) return moved.held;
    if (moved) disposeAll(moved.held);
    moved = { adapter, held: await transfer.toDevice(groupFeeds('theta', groups, adapter)) };
    return moved.held;
  };
  return {
    batchesPerCall: 1,
    async score(batches, adapter) {
      const weights = await onDevice(adapter);
      const scored = [];
      for (const batch of batches) {
        const { feeds } = collate(model, batch, options);
        // Zeros say too that the branch that trains is not taken.
        const whole = { ...feeds, ...idleFeeds(graph, feeds, weights) };
        const { told, held } = await session.run(whole, weights);
        disposeAll(held);
        const nll = Array.from(told['nll']!.data, Number);
        scored.push({ nll, letterLogits: rowsOf(told['letterLogits']!) });
      }
      return scored;
    },
    // The trainer's, like its session.
    dispose: () => Promise.resolve(),
    release() {
      if (moved) disposeAll(moved.held);
    },
  };
}
