import type { Grid } from '../family.ts';
import type { QwenVlConfig } from './config.ts';

/** Position of each token as (time, row, column), three numbers a token; padding gets zeros. */
export function tokenPositions(
  ids: readonly number[],
  grids: readonly Grid[],
  imageTokenId: number,
  merge: number,
): Int32Array {
  const positions = new Int32Array(ids.length * 3);
  let current = 0;
  let picture = 0;
  for (let i = 0; i < ids.length;) {
    const grid = ids[i] === imageTokenId ? grids[picture++] : undefined;
    if (!grid) {
      positions.fill(current++, 3 * i, 3 * i + 3);
      i++;
      continue;
    }
    const height = grid.gridHeight / merge;
    const width = grid.gridWidth / merge;
    for (let cell = 0; cell < height * width; cell++, i++)
      positions.set([current, current + Math.floor(cell / width), current + (cell % width)], 3 * i);
    current += Math.max(height, width);
  }
  return positions;
}

/** Angles [tokens, headSize/2] of the text's rotary embedding: pair i follows the axis of its mRoPE section. */
export function textAngles(
  positions: Int32Array,
  { headSize, ropeTheta, mropeSection }: QwenVlConfig,
): Float64Array {
  const half = headSize / 2;
  const axes = mropeSection.flatMap((pairs, axis) => Array<number>(pairs).fill(axis));
  const rates = Float64Array.from({ length: half }, (_, i) => ropeTheta ** (-i / half));
  const angles = new Float64Array((positions.length / 3) * half);
  for (let token = 0; token < positions.length / 3; token++)
    for (let i = 0; i < half; i++)
      angles[token * half + i] = Math.fround(positions[3 * token + axes[i]!]! * Math.fround(rates[i]!));
  return angles;
}

/** Angles [headSize/2] of one patch: the first half turns with its row, the second with its column. */
export function patchAngles(row: number, column: number, headSize: number): number[] {
  const quarter = headSize / 4;
  const rate = (i: number) => Math.fround(10000 ** (-i / quarter));
  return Array.from({ length: 2 * quarter }, (_, i) =>
    Math.fround((i < quarter ? row : column) * rate(i % quarter)),
  );
}
