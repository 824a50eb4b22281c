import { z } from 'zod';
import { QuartetError } from '../../common/errors.ts';

const vision = z.object({
  depth: z.int().positive(),
  hidden_size: z.int().positive(),
  intermediate_size: z.int().positive(),
  num_heads: z.int().positive(),
  patch_size: z.int().positive(),
  temporal_patch_size: z.int().positive(),
  spatial_merge_size: z.int().positive(),
  window_size: z.int().positive(),
  fullatt_block_indexes: z.array(z.int()),
  out_hidden_size: z.int().positive(),
  in_channels: z.literal(3).optional(),
  in_chans: z.literal(3).optional(),
  hidden_act: z.literal('silu').optional(),
});

const text = z.object({
  hidden_size: z.int().positive(),
  intermediate_size: z.int().positive(),
  num_hidden_layers: z.int().positive(),
  num_attention_heads: z.int().positive(),
  num_key_value_heads: z.int().positive(),
  vocab_size: z.int().positive(),
  rms_norm_eps: z.number().positive(),
  hidden_act: z.literal('silu'),
  head_dim: z.int().positive().nullish(),
  rope_theta: z.number().positive().optional(),
  rope_scaling: z.object({ mrope_section: z.array(z.int()).length(3) }).nullish(),
  rope_parameters: z
    .object({ mrope_section: z.array(z.int()).length(3), rope_theta: z.number().positive() })
    .nullish(),
  tie_word_embeddings: z.boolean().optional(),
});

const whole = z.object({
  image_token_id: z.int(),
  vision_start_token_id: z.int(),
  tie_word_embeddings: z.boolean().optional(),
  vision_config: vision,
});

/** The numbers of a Qwen2.5-VL config.json that decide its graph. */
export interface Qwen25VlConfig {
  readonly imageTokenId: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabularySize: number;
  readonly epsilon: number;
  readonly ropeTheta: number;
  /** Pairs of a head that follow time, row and column. */
  readonly mropeSection: readonly number[];
  readonly tied: boolean;
  readonly vision: {
    readonly depth: number;
    readonly hiddenSize: number;
    readonly intermediateSize: number;
    readonly heads: number;
    readonly patchSize: number;
    readonly temporalPatchSize: number;
    readonly mergeSize: number;
    readonly windowSize: number;
    readonly fullAttentionBlocks: readonly number[];
  };
}

/** Reads the hub's flat form and the nested one of transformers 5; a missing or odd field is named. */
export function parseConfig(config: Readonly<Record<string, unknown>>, file: string): Qwen25VlConfig {
  const outer = check(whole, config, file);
  const inner = check(text, { ...config, ...(config['text_config'] as object | undefined) }, file);
  const rope =
    inner.rope_parameters ?? (inner.rope_scaling && { ...inner.rope_scaling, rope_theta: inner.rope_theta });
  if (!rope?.rope_theta)
    throw new QuartetError('INVALID_INPUT', `${file}: rope_theta or mrope_section is missing.`);
  const v = outer.vision_config;
  if (v.out_hidden_size !== inner.hidden_size)
    throw new QuartetError(
      'INVALID_INPUT',
      `${file}: vision_config.out_hidden_size ${v.out_hidden_size} is not hidden_size ${inner.hidden_size}.`,
    );
  return {
    imageTokenId: outer.image_token_id,
    hiddenSize: inner.hidden_size,
    intermediateSize: inner.intermediate_size,
    layers: inner.num_hidden_layers,
    heads: inner.num_attention_heads,
    keyValueHeads: inner.num_key_value_heads,
    headSize: inner.head_dim ?? inner.hidden_size / inner.num_attention_heads,
    vocabularySize: inner.vocab_size,
    epsilon: inner.rms_norm_eps,
    ropeTheta: rope.rope_theta,
    mropeSection: rope.mrope_section,
    tied: outer.tie_word_embeddings ?? inner.tie_word_embeddings ?? false,
    vision: {
      depth: v.depth,
      hiddenSize: v.hidden_size,
      intermediateSize: v.intermediate_size,
      heads: v.num_heads,
      patchSize: v.patch_size,
      temporalPatchSize: v.temporal_patch_size,
      mergeSize: v.spatial_merge_size,
      windowSize: v.window_size,
      fullAttentionBlocks: v.fullatt_block_indexes,
    },
  };
}

function check<T extends z.ZodType>(schema: T, value: unknown, file: string): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new QuartetError('INVALID_INPUT', `${file} is no Qwen2.5-VL configuration (${problems}).`, {
    cause: result.error,
  });
}
