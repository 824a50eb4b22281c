import type { Tensor } from '../../runtime/tensor.ts';

/** Added to a score to rule it out; finite, so that a row without any key stays a number. */
export const never = -1e9;

/** The longest sequence, and the most pictures, windows, cells of a window and cells in all. */
export interface BatchSizes {
  readonly seq: number;
  readonly images: number;
  readonly windows: number;
  readonly units: number;
  readonly imageTokens: number;
}

/** 0, 1, 2, … as an i64 tensor [1, rows]. */
export function counting(rows: number): Tensor {
  return { data: BigInt64Array.from({ length: rows }, (_, i) => BigInt(i)), shape: [1, rows] };
}
