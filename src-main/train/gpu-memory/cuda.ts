import { createArena, type Chunk } from '../../graph/memory/arena.ts';
import { bytesOf, constantsOf } from '../../graph/memory/replay.ts';
import { schedule, type Schedule } from '../../graph/memory/schedule.ts';
import type { Graph } from '../../graph/graph.ts';
import { buildMicroBatchGraph, buildSumGraph, buildUpdateGraph } from '../device/graphs.ts';
import { groupParameters } from '../device/parameter-groups.ts';
import { mostWaste } from '../../runtime/native/environment.ts';
import { weightsInArena } from '../../runtime/native/weights-in-arena.ts';
import { trainingOptions } from '../prepare-run.ts';
import { sizesOf, trainedSource, type ForecastContext, type Load } from './load.ts';
import type { PeakBytes } from './peak.ts';
import { replaced, replacements, trainerRun } from './trainer-run.ts';

/** Steps after which an arena asks for nothing more. */
const steps = 2;

/**
 * Follows the sessions of a trainer on CUDA as ONNX Runtime would execute them; nothing is loaded. They share an arena. The
 * state has memory of its own; it and sums of gradients are written over where they lie.
 */
export function cudaPeak(context: ForecastContext, load: Load): PeakBytes {
  const { recipe, trainable } = context;
  const source = trainedSource(context.source);
  const groups = groupParameters(trainable, source.dtype);
  const options = { ...trainingOptions(recipe, load.recompute), trainable, groups };
  const micro = schedule(buildMicroBatchGraph(source, options));
  const sum = recipe.training.accumulation > 1 ? schedule(buildSumGraph(groups, source.provider)) : null;
  const update = schedule(buildUpdateGraph(groups, recipe));
  const sizes = sizesOf(micro.graph, context, source, load);
  const arena = createArena(mostWaste);
  const constants = constantsOf(micro).map((value) => bytesOf(value, sizes));
  const inArena = weightsInArena(micro.graph);
  if (inArena) for (const bytes of constants) arena.allocate(bytes);
  const weights = constants.reduce((total, bytes) => total + (inArena ? bytes : inPieces(bytes)), 0);
  const run = (plan: Schedule): Chunk[] =>
    trainerRun(plan, { arena, sizes, outside: new Set(replacements(plan.graph)) });
  for (let step = 0; step < steps; step++) {
    const held = run(micro);
    if (sum) {
      held.push(...run(micro));
      run(sum);
    }
    run(update);
    for (const chunk of held) arena.free(chunk);
  }
  const state = stateBytes(update.graph, sizes);
  const beside = state - (inArena ? weights : 0);
  return { weights, state, inUse: arena.peak + beside, held: arena.held + beside };
}

/** CUDA's pieces of memory; what is smaller than half of one shares it. */
const piece = 2 * 2 ** 20;

function inPieces(bytes: number): number {
  return bytes < piece / 2 ? bytes : Math.ceil(bytes / piece) * piece;
}

/** Adapter, moments and average; and a copy of the adapter, where it is evaluated. */
function stateBytes(update: Graph, sizes: ReadonlyMap<string, number>): number {
  const state = replaced(update);
  const evaluated = state.filter(({ name }) => name.startsWith('theta:'));
  return [...state, ...evaluated].reduce((bytes, input) => bytes + bytesOf(input, sizes), 0);
}
