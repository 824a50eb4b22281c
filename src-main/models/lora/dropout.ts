import type { Builder } from '../../graph/builder.ts';
import type { Dim, Value } from '../../graph/value.ts';

/** Numbers in a key; a mask entry mixes this many products. */
export const keyWidth = 8;

/** Name of the graph's input of row keys, by its name for so many rows. */
export function rowKeysName(rows: Dim): string {
  return `dropoutRows:${rows}`;
}

/** Keys are whole numbers below this: their products are exact even in TF32, which keeps 11 bits. */
export const keyLimit = 1024;

/** A rate is rounded to this many levels, so that comparing with it is exact. */
export const dropoutLevels = 8192;

/**
 * Inverted-dropout mask [rows, columns] of zeros and ones, from keys alone. Entry (i, j) is a uniform number u made
 * of Rᵢ·Cⱼ: with R odd and below 2¹⁰ and C below 2¹⁰, the sum of eight products stays below 2²³, so every provider
 * computes it exactly, in any order, also in TF32; u is its last 13 bits. R comes from (seed, step) and C from
 * (seed, place), so that recomputation, resumption and every device draw the same masks. Kept where u ≥ rate.
 */
export function dropoutMask(g: Builder, rowKeys: Value, columnKeys: Value, rate: number): Value {
  const mixed = g.gemm(rowKeys, columnKeys, { alpha: 1 / dropoutLevels });
  // ⌊u + 1 − rate⌋ is 1 exactly where u ≥ rate.
  return g.sub(g.floor(g.add(mixed, g.scalar(1 - rate))), g.floor(mixed));
}
