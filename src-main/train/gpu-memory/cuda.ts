import { createArena } from '../../graph/memory/arena.ts';
import { countedApart } from '../../graph/memory/counted-apart.ts';
import { constantBytes, replay } from '../../graph/memory/replay.ts';
import { schedule } from '../../graph/memory/schedule.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Value } from '../../graph/value.ts';
import { groupParameters } from '../device/parameter-groups.ts';
import { buildTrainingProgram } from '../device/program.ts';
import { trainingOptions } from '../prepare-run.ts';
import { sizesOf, trainedSource, type ForecastContext, type Load } from './load.ts';
import type { PeakBytes } from './peak.ts';

/** Steps of a run: the first alone, then several, as the trainer paces itself. */
const stepsPerRun = [1, 8];

/** Follows the training program as ONNX Runtime would execute it with CUDA; nothing is loaded. */
export function cudaPeak(context: ForecastContext, load: Load): PeakBytes {
  const { recipe, trainable } = context;
  const source = trainedSource(context.source);
  const groups = groupParameters(trainable, source.dtype);
  const options = { ...trainingOptions(recipe, load.recompute), trainable, groups, recipe };
  const graph = buildTrainingProgram(source, options);
  // The program's inputs have two axes more, [steps, micros].
  const sizes = sizesOf(graph, context, source, load, 2);
  sizes.set('micros', recipe.training.accumulation).set('answers', 0);
  const state = stateValues(graph);
  const arena = countedApart(createArena(), (value) => state.has(value));
  const plan = schedule(graph);
  for (const steps of stepsPerRun)
    replay(plan, { arena, sizes: new Map([...sizes, ['steps', steps]]), copies: () => true });
  const { peak, held, apartAtPeak } = arena;
  return { weights: constantBytes(plan, sizes), state: apartAtPeak, inUse: peak, held };
}

/** Where adapter and optimizer lie: what is fed, what each turn of the loop over steps makes, and what comes out. */
function stateValues(graph: Graph): Set<Value> {
  const out = graph.outputs.flatMap(({ name, value }) => (name.startsWith('next:') ? [value] : []));
  const made = out.flatMap(({ source }) => {
    if (source.kind !== 'node') return [];
    // Its condition is a loop's first output.
    const turn = source.node.bodies?.['body']?.outputs[source.index + 1];
    return turn ? [turn.value] : [];
  });
  const fed = graph.inputs.filter(({ name }) =>
    graph.outputs.some((output) => output.name === `next:${name}`),
  );
  return new Set([...fed, ...made, ...out]);
}
