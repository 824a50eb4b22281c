import { z } from 'zod';
import { visionFields, type VisionConfig } from '../qwen-vl/config.ts';

export interface Qwen25VisionConfig extends VisionConfig {
  /** Side of an attention window in pixels. */
  readonly windowSize: number;
  readonly fullAttentionBlocks: readonly number[];
}

/** vision_config of a Qwen2.5-VL. */
export const visionConfig = z
  .object({
    ...visionFields,
    hidden_size: z.int().positive(),
    intermediate_size: z.int().positive(),
    out_hidden_size: z.int().positive(),
    window_size: z.int().positive(),
    fullatt_block_indexes: z.array(z.int()),
    hidden_act: z.literal('silu').optional(),
  })
  .transform((v): Qwen25VisionConfig => ({
    depth: v.depth,
    hiddenSize: v.hidden_size,
    intermediateSize: v.intermediate_size,
    heads: v.num_heads,
    patchSize: v.patch_size,
    temporalPatchSize: v.temporal_patch_size,
    mergeSize: v.spatial_merge_size,
    outSize: v.out_hidden_size,
    windowSize: v.window_size,
    fullAttentionBlocks: v.fullatt_block_indexes,
  }));
