import type { Graph } from '../../graph/graph.ts';
import { bindSizes } from '../../runtime/sizes.ts';
import { collate, type Example } from '../batch.ts';
import { isTowerFrozen } from '../features/vision-tower.ts';
import { buildTowerGraph, type GraphSource } from '../graphs.ts';
import type { RunContext } from '../prepare-run.ts';

/** What the training graph is made from. */
export type ForecastContext = Pick<RunContext, 'recipe' | 'trainable' | 'model' | 'source'>;

/** What decides the memory of a run beside its model and adapter. */
export interface Load {
  readonly batchSize: number;
  readonly recompute: boolean;
  /** The longest sequence of the run. */
  readonly example: Example;
}

/** What a training graph is built from: where the tower is frozen it has a session of its own, and the text model is fed with features. */
export function trainedSource(source: GraphSource): GraphSource {
  return isTowerFrozen(source) ? { ...source, form: { ...source.form, pictures: 'features' } } : source;
}

/** A graph's named sizes under a load; its inputs have `axes` more axes than a micro-batch. */
export function sizesOf(
  graph: Graph,
  { model }: ForecastContext,
  source: GraphSource,
  { batchSize, example }: Load,
  axes = 0,
): Map<string, number> {
  const shown = source.form.pictures === 'features' ? withFeatures(example, source) : example;
  const { feeds } = collate(model, Array<Example>(batchSize).fill(shown), { form: source.form });
  const fed = graph.inputs
    .filter(({ name }) => feeds[name])
    .map((input) => ({ ...input, shape: input.shape.slice(axes) }));
  return bindSizes(graph.name, fed, feeds);
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
