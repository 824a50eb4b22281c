import { createArena, type Chunk } from '../../graph/memory/arena.ts';
import { bytesOf, constantsOf, replayHolding } from '../../graph/memory/replay.ts';
import { schedule, type Schedule } from '../../graph/memory/schedule.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Value } from '../../graph/value.ts';
import { buildMicroBatchGraph, buildSumGraph, buildUpdateGraph } from '../device/graphs.ts';
import { groupParameters } from '../device/parameter-groups.ts';
import { mostWaste } from '../../runtime/native/environment.ts';
import { weightsInArena } from '../../runtime/native/weights-in-arena.ts';
import { trainingOptions } from '../prepare-run.ts';
import { sizesOf, trainedSource, type ForecastContext, type Load } from './load.ts';
import type { PeakBytes } from './peak.ts';

/** Steps after which an arena asks for nothing more. */
const steps = 2;

/** Bytes at which regions of the arena may end. Which of them leaves least unused depends on every size in the graph. */
const regions = [192, 256, 384, 512].map((mebibytes) => mebibytes * 2 ** 20);

/**
 * Follows the sessions of a trainer on CUDA as ONNX Runtime would execute them; nothing is loaded. They share an arena, of
 * the regions that suit best. The state has memory of its own; it and sums of gradients are written over where they lie.
 */
export function cudaPeak(context: ForecastContext, load: Load): PeakBytes & { readonly arenaRegion: number } {
  const { recipe, trainable } = context;
  const source = trainedSource(context.source);
  const groups = groupParameters(trainable, source.dtype);
  const options = { ...trainingOptions(recipe, load.recompute), trainable, groups };
  const micro = schedule(buildMicroBatchGraph(source, options));
  const plans = {
    micro,
    sum: recipe.training.accumulation > 1 ? schedule(buildSumGraph(groups, source.provider)) : null,
    update: schedule(buildUpdateGraph(groups, recipe)),
    sizes: sizesOf(micro.graph, context, source, load),
  };
  const state = stateBytes(plans.update.graph, plans.sizes);
  const ways = regions.map((region) => ({ ...withRegions(plans, region), state, arenaRegion: region }));
  const { weights, held, inUse, arenaRegion } = ways.reduce((best, way) =>
    way.weights + way.held < best.weights + best.held ? way : best,
  );
  return { weights, state, inUse: inUse + state, held: held + state, arenaRegion };
}

interface Plans {
  readonly micro: Schedule;
  readonly sum: Schedule | null;
  readonly update: Schedule;
  readonly sizes: ReadonlyMap<string, number>;
}

/** Some steps in an arena whose regions end at `region` bytes: what weights take, and what is used and held beside them. */
function withRegions({ micro, sum, update, sizes }: Plans, region: number): Omit<PeakBytes, 'state'> {
  const arena = createArena(region, mostWaste);
  const constants = constantsOf(micro).map((value) => bytesOf(value, sizes));
  const inArena = weightsInArena(micro.graph, region);
  if (inArena) for (const bytes of constants) arena.allocate(bytes);
  const weights = constants.reduce((total, bytes) => total + (inArena ? bytes : inPieces(bytes)), 0);
  const run = (plan: Schedule): Chunk[] => {
    const results = replayHolding(plan, {
      arena,
      sizes,
      copies: ({ name }) => !name.includes(':'),
      outside: replaced(plan.graph),
    });
    const stays = plan.graph.outputs.map(({ name }) => name.includes(':'));
    results.forEach((chunk, i) => chunk && !stays[i] && arena.free(chunk));
    return results.filter((chunk, i): chunk is Chunk => chunk !== null && stays[i]!);
  };
  for (let step = 0; step < steps; step++) {
    const held = run(micro);
    if (sum) {
      held.push(...run(micro));
      run(sum);
    }
    run(update);
    for (const chunk of held) arena.free(chunk);
  }
  const beside = inArena ? weights : 0;
  return { weights, inUse: arena.peak - beside, held: arena.held - beside };
}

/** CUDA's pieces of memory; what is smaller than half of one shares it. */
const piece = 2 * 2 ** 20;

function inPieces(bytes: number): number {
  return bytes < piece / 2 ? bytes : Math.ceil(bytes / piece) * piece;
}

/** Outputs that take the place of an input. */
function replaced({ outputs }: Graph): Set<Value> {
  return new Set(outputs.flatMap(({ name, value }) => (name.startsWith('next:') ? [value] : [])));
}

/** Adapter, moments and average; and a copy of the adapter, where it is evaluated. */
function stateBytes({ inputs }: Graph, sizes: ReadonlyMap<string, number>): number {
  const state = inputs.filter(({ name }) => /^(theta|first|second|average):/.test(name));
  const evaluated = state.filter(({ name }) => name.startsWith('theta:'));
  return [...state, ...evaluated].reduce((bytes, input) => bytes + bytesOf(input, sizes), 0);
}
