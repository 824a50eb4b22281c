import { createArena } from '../../graph/memory/arena.ts';
import { constantBytes, replay } from '../../graph/memory/replay.ts';
import { schedule, type Schedule } from '../../graph/memory/schedule.ts';
import { bindSizes } from '../../runtime/sizes.ts';
import { collate, type Example } from '../batch.ts';
import { groupParameters } from '../device/parameter-groups.ts';
import { buildTrainingProgram } from '../device/program.ts';
import { isTowerFrozen } from '../features/vision-tower.ts';
import { buildTowerGraph, type GraphSource } from '../graphs.ts';
import { trainingOptions, type RunContext } from '../prepare-run.ts';

/** MiB of GPU memory at the peak of a run, by what they are for. */
export interface MemoryForecast {
  readonly weightsMb: number;
  /** State, activations and gradients, with what ONNX Runtime's arena wastes. */
  readonly arenaMb: number;
  /** CUDA's context, kernels, and the workspaces of cuBLAS and cuDNN. */
  readonly contextMb: number;
  readonly totalMb: number;
}

/** What decides the memory of a run beside its model and adapter. */
export interface Load {
  readonly batchSize: number;
  readonly recompute: boolean;
  /** The longest sequence of the run. */
  readonly example: Example;
}

/** What the training graph is made from. */
export type ForecastContext = Pick<RunContext, 'recipe' | 'trainable' | 'model' | 'source'>;

const mebibyte = 2 ** 20;

/** From three runs on an H100 (docs/performance.md), which held 370 to 500 MiB more than weights and arena account for. */
const contextMb = 450;

/** Steps of a run: the first alone, then several, as the trainer paces itself. */
const stepsPerRun = [1, 8];

/** Follows the training graph as ONNX Runtime would execute it with CUDA; nothing is loaded. */
export function forecastMemory(context: ForecastContext, load: Load): MemoryForecast {
  const source = isTowerFrozen(context.source) ? textSource(context.source) : context.source;
  const arena = createArena();
  const { plan, sizes } = trainingPlan(context, source, load);
  for (const steps of stepsPerRun)
    replay(plan, { arena, sizes: new Map([...sizes, ['steps', steps]]), copiesInputs: true });
  const tower =
    source === context.source ? 0 : constantBytes(schedule(buildTowerGraph(context.source)), sizes);
  const weightsMb = Math.round((constantBytes(plan, sizes) + tower) / mebibyte);
  const arenaMb = Math.round(arena.held / mebibyte);
  return { weightsMb, arenaMb, contextMb, totalMb: weightsMb + arenaMb + contextMb };
}

/** Where the tower is frozen it has a session of its own, and the text model is fed with features. */
function textSource(source: GraphSource): GraphSource {
  return { ...source, form: { ...source.form, pictures: 'features' } };
}

function trainingPlan(
  { recipe, trainable, model }: ForecastContext,
  source: GraphSource,
  { batchSize, recompute, example }: Load,
): { plan: Schedule; sizes: Map<string, number> } {
  const { training } = recipe;
  const options = {
    ...trainingOptions(recipe, recompute),
    trainable,
    groups: groupParameters(trainable),
    recipe,
  };
  const graph = buildTrainingProgram(source, options);
  const shown = source.form.pictures === 'features' ? withFeatures(example, source) : example;
  const { feeds } = collate(model, Array<Example>(batchSize).fill(shown), { form: source.form });
  // The program's inputs have two axes more, [steps, micros].
  const fed = graph.inputs
    .filter(({ name }) => feeds[name])
    .map((input) => ({ ...input, shape: input.shape.slice(2) }));
  const sizes = new Map([
    ...bindSizes(graph.name, fed, feeds),
    ['micros', training.accumulation] as const,
    ['answers', 0] as const,
  ]);
  return { plan: schedule(graph), sizes };
}

/** The example with empty features in place of pixels. */
function withFeatures(example: Example, source: GraphSource): Example {
  const [output] = buildTowerGraph(source).outputs;
  const width = Number(output!.value.shape.at(-1));
  const each = tokensPerCell(example, source.model.imageTokenId);
  const pictures = example.pictures.map(({ gridHeight, gridWidth }) => {
    const count = Math.round(gridHeight * gridWidth * each) * width;
    const features = source.dtype === 'bf16' ? new Uint16Array(count) : new Float32Array(count);
    return { gridHeight, gridWidth, features };
  });
  return { ...example, pictures };
}

/** Picture tokens that one cell of a picture's grid becomes. */
export function tokensPerCell({ ids, pictures }: Example, imageTokenId: number): number {
  const cells = pictures.reduce((sum, { gridHeight, gridWidth }) => sum + gridHeight * gridWidth, 0);
  return cells === 0 ? 0 : ids.filter((id) => id === imageTokenId).length / cells;
}
