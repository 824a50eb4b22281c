import { z } from 'zod';
import { visionFields, type VisionConfig } from '../qwen-vl/config.ts';

/** vision_config of a Qwen2-VL; its `hidden_size` is the text's width, `embed_dim` the tower's own. */
export const visionConfig = z
  .object({
    ...visionFields,
    embed_dim: z.int().positive(),
    hidden_size: z.int().positive(),
    mlp_ratio: z.number().positive(),
    hidden_act: z.literal('quick_gelu').optional(),
  })
  .transform((v): VisionConfig => ({
    depth: v.depth,
    hiddenSize: v.embed_dim,
    intermediateSize: Math.trunc(v.embed_dim * v.mlp_ratio),
    heads: v.num_heads,
    patchSize: v.patch_size,
    temporalPatchSize: v.temporal_patch_size,
    mergeSize: v.spatial_merge_size,
    outSize: v.hidden_size,
  }));
