import type { Graph } from '../../graph/graph.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { disposeAll, type DeviceSession, type Held } from '../../runtime/device-session.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import type { Batch } from '../batch.ts';
import { rowKeys } from '../dropout-keys.ts';
import { targetWeights } from '../target-weights.ts';
import { rowsOf } from '../tensors.ts';

export interface AccumulationOptions {
  /** That of `buildMicroBatchGraph`, and its session. */
  readonly graph: Graph;
  readonly micro: DeviceSession;
  /** That of `buildSumGraph`. */
  sum(): Promise<DeviceSession>;
  readonly recipe: Recipe;
  /** The adapter as it is now, `theta:<group>`. */
  weights(): Held;
}

/** What a step's micro-batches give together. */
export interface Accumulated {
  /** `gradient:<group>`, to be disposed of; `lossScale` times too large. */
  readonly gradients: Held;
  /** Σ of their squares. */
  readonly squares: number;
  readonly loss: number;
  /** [samples][4] */
  readonly letterLogits: readonly (readonly number[])[];
}

/** Runs the micro-batches of the step that follows `taken` others. */
export function createAccumulation({ graph, recipe, micro, sum, weights }: AccumulationOptions) {
  return async (batches: readonly Batch[], taken: number, lossScale: number): Promise<Accumulated> => {
    const targets = batches.reduce((total, batch) => total + batch.targets, 0);
    const letterLogits: number[][] = [];
    let loss = 0;
    let whole: Pick<Accumulated, 'gradients' | 'squares'> | null = null;
    for (const [index, batch] of batches.entries()) {
      const at = { seed: recipe.training.seed, step: taken, micro: index };
      const { told, held } = await micro.run(
        {
          ...batch.feeds,
          ...scaled(targetWeights(batch, targets, recipe), lossScale),
          ...rowKeys(graph, batch.rowIds, at),
          training: { data: Uint8Array.of(1), shape: [] },
        },
        weights(),
      );
      loss += Number(told['loss']!.data[0]) / lossScale;
      letterLogits.push(...rowsOf(told['letterLogits']!));
      whole = whole
        ? await added(await sum(), whole.gradients, held)
        : { gradients: held, squares: Number(told['squares']!.data[0]) };
    }
    return { ...whole!, loss, letterLogits };
  };
}

/** Adds `gradient:<group>` of a micro-batch to those before, and disposes of it. */
async function added(
  session: DeviceSession,
  sums: Held,
  gradients: Held,
): Promise<Pick<Accumulated, 'gradients' | 'squares'>> {
  const before = Object.fromEntries(
    Object.entries(sums).map(([name, tensor]) => [name.replace('gradient:', 'sum:'), tensor]),
  );
  const replaces = Object.fromEntries(Object.keys(before).map((name) => [`next:${name}`, name]));
  const { told, held } = await session.run({}, { ...before, ...gradients }, replaces);
  disposeAll(gradients);
  const after = Object.entries(held).map(
    ([name, tensor]) => [name.replace('next:sum:', 'gradient:'), tensor] as const,
  );
  return { gradients: Object.fromEntries(after), squares: Number(told['squares']!.data[0]) };
}

function scaled(feeds: Feeds, factor: number): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => [
      name,
      { data: (data as Float32Array).map((x) => x * factor), shape },
    ]),
  );
}
