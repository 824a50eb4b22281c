import type { Chunk } from '../../graph/memory/arena.ts';
import { countedApart } from '../../graph/memory/counted-apart.ts';
import { bytesOf, constantBytes, replayHolding } from '../../graph/memory/replay.ts';
import { schedule } from '../../graph/memory/schedule.ts';
import { createWebGpuBuffers } from '../../graph/memory/webgpu-buffers.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Value } from '../../graph/value.ts';
import { buildMicroBatchGraph, buildSumGraph, buildUpdateGraph } from '../device/graphs.ts';
import { groupParameters } from '../device/parameter-groups.ts';
import { trainingOptions } from '../prepare-run.ts';
import { sizesOf, trainedSource, type ForecastContext, type Load } from './load.ts';
import type { PeakBytes } from './peak.ts';

/** Steps after which the buffers that are kept for reuse no longer change. */
const steps = 2;

type Held = readonly (Chunk | null)[];

/** Follows the sessions of a WebGPU trainer through some optimizer steps, from tensor to tensor that stays on the device. */
export function webGpuPeak(context: ForecastContext, load: Load): PeakBytes {
  const { recipe, trainable } = context;
  const source = trainedSource(context.source);
  const groups = groupParameters(trainable, source.dtype);
  const options = { ...trainingOptions(recipe, load.recompute), trainable, groups, recipe };
  const micro = schedule(buildMicroBatchGraph(source, options));
  const sum = schedule(buildSumGraph(groups, source.provider));
  const update = schedule(buildUpdateGraph(groups, recipe));
  const sizes = sizesOf(micro.graph, context, source, load);
  const next = stateOutputs(update.graph);
  const before = stateInputs(update.graph);
  const isState = new Set([...before, ...next.map(({ value }) => value)]);
  const buffers = createWebGpuBuffers();
  const arena = countedApart(buffers, (value) => isState.has(value));
  const place = (value: Value): Chunk => arena.allocate(bytesOf(value, sizes), value);
  const release = (held: Held): void => held.forEach((chunk) => chunk && arena.free(chunk));
  /** A run of one session: what stays on the device has a colon in its name. */
  const run = (plan: typeof micro): Held => {
    const results = replayHolding(plan, { arena, sizes, copies: ({ name }) => !name.includes(':') });
    const stays = plan.graph.outputs.map(({ name }) => name.includes(':'));
    release(results.filter((_, i) => !stays[i]));
    buffers.flush();
    return results.filter((_, i) => stays[i]);
  };
  // The adapter that is evaluated is a copy.
  before.filter(({ name }) => name.startsWith('theta:')).forEach(place);
  let state: Held = before.map(place);
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

function stateOutputs(graph: Graph): Graph['outputs'] {
  return graph.outputs.filter(({ name }) => name.startsWith('next:'));
}

function stateInputs(graph: Graph): Value[] {
  const names = new Set(stateOutputs(graph).map(({ name }) => name.slice('next:'.length)));
  return graph.inputs.filter(({ name }) => names.has(name));
}
