import { fourBitKind } from '../../recipe/four-bit.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { Example } from '../batch.ts';
import { plannedSnapshot } from '../computed-snapshot.ts';
import type { RunContext } from '../prepare-run.ts';
import { forecastMemory, type MemoryForecast } from './forecast.ts';
import { tokensPerCell, type Load } from './load.ts';

/** Whether a run fits a GPU, and how: what it takes as it will run, and what would fit where it does not. */
export interface MemoryFit {
  readonly needed: MemoryForecast;
  /** Free memory of the GPU (MiB); null where the driver does not tell, so that nothing is refused. */
  readonly freeMb: number | null;
  readonly recompute: boolean;
  readonly fits: boolean;
  /** The largest smaller batch that fits, with layers recomputed; null where none does. */
  readonly batchSize: number | null;
  /** Whether pictures of half the side would fit. */
  readonly halfPictures: boolean;
  /** The batch that would fit with weights in 4 bits, where nothing else does; null where not even that. */
  readonly nf4BatchSize: number | null;
}

const fitting = { fits: true, batchSize: null, halfPictures: false, nf4BatchSize: null } as const;

/** Looks for the fastest way in which a run fits: `auto` keeps activations where it can, else it recomputes them. */
export function fitMemory(context: RunContext, example: Example, freeMb: number | null): MemoryFit {
  const { batchSize, gradientCheckpointing } = context.recipe.training;
  const planned = withWeights(context, context.recipe.model.precision);
  const forecast = (load: Partial<Load>, run = planned): MemoryForecast =>
    forecastMemory(run, { batchSize, example, recompute: true, ...load });
  const holds = ({ totalMb }: MemoryForecast): boolean => freeMb === null || totalMb <= freeMb;
  const ways = gradientCheckpointing === 'auto' ? [false, true] : [gradientCheckpointing];
  let needed: MemoryForecast | undefined;
  for (const recompute of ways) {
    needed = forecast({ recompute });
    if (holds(needed)) return { needed, freeMb, recompute, ...fitting };
  }
  const largest = (sizes: readonly number[], run = planned): number | null =>
    sizes.find((size) => holds(forecast({ batchSize: size }, run))) ?? null;
  const smaller = largest(halves(batchSize));
  const halfPictures = holds(forecast({ example: withHalfPictures(example, context.model.imageTokenId) }));
  const inFourBits = smaller === null && !halfPictures && mayTakeNf4(context);
  return {
    needed: needed!,
    freeMb,
    recompute: ways.at(-1)!,
    fits: false,
    // With recomputation switched off, switching it on may be all that is needed.
    batchSize: gradientCheckpointing === false && holds(forecast({})) ? batchSize : smaller,
    halfPictures,
    nf4BatchSize: inFourBits ? largest([batchSize, ...halves(batchSize)], withWeights(context, 'nf4')) : null,
  };
}

/** The run as it is forecast: from weights in the form that it will have them in. */
function withWeights(context: RunContext, precision: Recipe['model']['precision']): RunContext {
  return { ...context, source: { ...context.source, snapshot: plannedSnapshot(context, precision) } };
}

function mayTakeNf4({ recipe, source }: RunContext): boolean {
  return source.provider === 'cuda' && fourBitKind(recipe) === null;
}

function halves(size: number): number[] {
  const half = Math.floor(size / 2);
  return half === 0 ? [] : [half, ...halves(half)];
}

/** The same text with pictures of half the side, in about a quarter of the tokens. */
function withHalfPictures(example: Example, imageTokenId: number): Example {
  const each = tokensPerCell(example, imageTokenId);
  const half = (size: number): number => 2 * Math.max(1, Math.floor(size / 4));
  // Of each picture's tokens, in their order, only so many stay.
  const stays = example.pictures.flatMap(({ gridHeight, gridWidth }) =>
    Array.from(
      { length: Math.round(gridHeight * gridWidth * each) },
      (_, i) => i < Math.round(half(gridHeight) * half(gridWidth) * each),
    ),
  );
  let seen = 0;
  const keep = example.ids.map((id) => id !== imageTokenId || stays[seen++]);
  const kept = <T>(values: readonly T[]): T[] => values.filter((_, i) => keep[i]);
  const pictures = example.pictures.map(({ gridHeight, gridWidth }) => ({
    gridHeight: half(gridHeight),
    gridWidth: half(gridWidth),
    pixels: new Uint8Array(),
  }));
  const letterRow = keep.slice(0, example.letterRow).filter(Boolean).length;
  return { ids: kept(example.ids), labels: kept(example.labels), letterRow, pictures };
}
