import type { Value } from './value.ts';

/** A frozen matrix in NF4 (Dettmers et al. 2023, QLoRA): 16 quantiles of a normal distribution times the largest number of a block. */
export interface Nf4Weight {
  /** [out, in]; row-major, cut into blocks of 64. */
  readonly shape: readonly [number, number];
  /** u8 [32·blocks], two numbers a byte, the first in the high nibble; the last block may hold more than there is. */
  readonly codes: Value;
  /** f32 [blocks, 1], the largest magnitude of each block; [⌈blocks/256⌉, 1], of that many, where those are quantised again. */
  readonly absmax: Value;
  /** Double quantisation: 8-bit codes u8 [256·⌈blocks/256⌉] of the blocks' magnitudes, less `offset`, f32 [1]. */
  readonly nested: { readonly codes: Value; readonly offset: Value } | null;
}
