import type { Grid } from '../family.ts';

/** Merged cells of one picture by attention window, row by row; windows at the edge hold fewer. */
export function windowsOf(
  { gridHeight, gridWidth }: Grid,
  merge: number,
  windowSize: number,
  patchSize: number,
): number[][] {
  const height = gridHeight / merge;
  const width = gridWidth / merge;
  const side = Math.floor(windowSize / merge / patchSize);
  const windows: number[][] = [];
  for (let top = 0; top < height; top += side)
    for (let left = 0; left < width; left += side) {
      const cells: number[] = [];
      for (let row = top; row < Math.min(top + side, height); row++)
        for (let column = left; column < Math.min(left + side, width); column++)
          cells.push(row * width + column);
      windows.push(cells);
    }
  return windows;
}
