import type { Chunk } from '../../graph/memory/arena.ts';
import { countedApart } from '../../graph/memory/counted-apart.ts';
import { bytesOf, constantBytes } from '../../graph/memory/replay.ts';
import { schedule, type Schedule } from '../../graph/memory/schedule.ts';
import { createWebGpuBuffers } from '../../graph/memory/webgpu-buffers.ts';
import type { Value } from '../../graph/value.ts';
import { buildMicroBatchGraph, buildSumGraph, buildUpdateGraph } from '../device/graphs.ts';
import { groupParameters } from '../device/parameter-groups.ts';
import { trainingOptions } from '../prepare-run.ts';
import { sizesOf, trainedSource, type ForecastContext, type Load } from './load.ts';
import type { PeakBytes } from './peak.ts';
import { replaced, replacements, trainerRun } from './trainer-run.ts';

/** Steps after which the buffers that are kept for reuse no longer change. */
const steps = 2;

/** Follows the sessions of a WebGPU trainer through some optimizer steps, from tensor to tensor that stays on the device. */
export function webGpuPeak(context: ForecastContext, load: Load): PeakBytes {
  const { recipe, trainable } = context;
  const source = trainedSource(context.source);
  const groups = groupParameters(trainable, source.dtype);
  const options = { ...trainingOptions(recipe, load.recompute), trainable, groups };
  const micro = schedule(buildMicroBatchGraph(source, options));
  const sum = schedule(buildSumGraph(groups, source.provider));
  const update = schedule(buildUpdateGraph(groups, recipe));
  const sizes = sizesOf(micro.graph, context, source, load);
  const before = replaced(update.graph);
  const isState = new Set([...before, ...replacements(update.graph)]);
  const buffers = createWebGpuBuffers();
  const arena = countedApart(buffers, (value) => isState.has(value));
  const place = (value: Value): Chunk => arena.allocate(bytesOf(value, sizes), value);
  const release = (held: readonly Chunk[]): void => held.forEach((chunk) => arena.free(chunk));
  const run = (plan: Schedule): Chunk[] => {
    const held = trainerRun(plan, { arena, sizes });
    buffers.flush();
    return held;
  };
  // The adapter that is evaluated is a copy.
  before.filter(({ name }) => name.startsWith('theta:')).forEach(place);
  let state = before.map(place);
  for (let step = 0; step < steps; step++) {
    let gradients = run(micro);
    for (let more = Math.min(recipe.training.accumulation, 3); more > 1; more--) {
      const others = run(micro);
      const sums = run(sum);
      release([...gradients, ...others]);
      gradients = sums;
    }
    const after = run(update);
    release([...gradients, ...state]);
    state = after;
  }
  const { peak, held, apartAtPeak } = arena;
  return { weights: constantBytes(micro, sizes), state: apartAtPeak, inUse: peak, held };
}
