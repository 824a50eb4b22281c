import type { Example } from '../batch.ts';
import type { RunContext } from '../prepare-run.ts';
import { forecastMemory, tokensPerCell, type Load, type MemoryForecast } from './forecast.ts';

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
}

/** Looks for the fastest way in which a run fits: `auto` keeps activations where it can, else it recomputes them. */
export function fitMemory(context: RunContext, example: Example, freeMb: number | null): MemoryFit {
  const { batchSize, gradientCheckpointing } = context.recipe.training;
  const forecast = (load: Partial<Load>): MemoryForecast =>
    forecastMemory(context, { batchSize, example, recompute: true, ...load });
  const holds = ({ totalMb }: MemoryForecast): boolean => freeMb === null || totalMb <= freeMb;
  const ways = gradientCheckpointing === 'auto' ? [false, true] : [gradientCheckpointing];
  let needed: MemoryForecast | undefined;
  for (const recompute of ways) {
    needed = forecast({ recompute });
    if (holds(needed)) return { needed, freeMb, recompute, fits: true, batchSize: null, halfPictures: false };
  }
  const smaller = halves(batchSize).find((size) => holds(forecast({ batchSize: size }))) ?? null;
  return {
    needed: needed!,
    freeMb,
    recompute: ways.at(-1)!,
    fits: false,
    // With recomputation switched off, switching it on may be all that is needed.
    batchSize: gradientCheckpointing === false && holds(forecast({})) ? batchSize : smaller,
    halfPictures: holds(forecast({ example: withHalfPictures(example, context.model.imageTokenId) })),
  };
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
