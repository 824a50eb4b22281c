import { z } from 'zod';
import { QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** What every family's vision_config has. */
export const visionFields = {
  depth: z.int().positive(),
  num_heads: z.int().positive(),
  patch_size: z.int().positive(),
  temporal_patch_size: z.int().positive(),
  spatial_merge_size: z.int().positive(),
  in_channels: z.literal(3).optional(),
  in_chans: z.literal(3).optional(),
};

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
});

/** The numbers of a vision tower that decide its graph. */
export interface VisionConfig {
  readonly depth: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly heads: number;
  readonly patchSize: number;
  readonly temporalPatchSize: number;
  readonly mergeSize: number;
  /** Width of the features that it gives the text. */
  readonly outSize: number;
}

/** The numbers of a config.json that decide the model's graph. */
export interface QwenVlConfig<V extends VisionConfig = VisionConfig> {
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
  readonly vision: V;
}

/** A family's name, for messages, and the schema of its vision_config. */
export interface ConfigOf<V extends VisionConfig> {
  readonly name: string;
  readonly visionConfig: z.ZodType<V>;
}

/** Reads the hub's flat form and the nested one of transformers 5; a missing or odd field is named. */
export function parseConfig<V extends VisionConfig>(
  config: Readonly<Record<string, unknown>>,
  file: string,
  { name, visionConfig }: ConfigOf<V>,
): QwenVlConfig<V> {
  const outer = check(whole.extend({ vision_config: visionConfig }), config, file, name);
  const inner = check(text, { ...config, ...(config['text_config'] as object | undefined) }, file, name);
  const rope =
    inner.rope_parameters ?? (inner.rope_scaling && { ...inner.rope_scaling, rope_theta: inner.rope_theta });
  if (!rope?.rope_theta) throw new QuartetError('INVALID_INPUT', hostMessage('no-rope', { file }));
  const vision = outer.vision_config;
  if (vision.outSize !== inner.hidden_size)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('vision-size', { file, vision: vision.outSize, hidden: inner.hidden_size }),
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
    vision,
  };
}

function check<T extends z.ZodType>(schema: T, value: unknown, file: string, name: string): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new QuartetError('INVALID_INPUT', hostMessage('config-invalid', { file, kind: name, problems }), {
    cause: result.error,
  });
}
