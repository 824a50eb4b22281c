import { expect, test } from 'vitest';
import { visionConfig } from '../../../../src-main/models/qwen2-vl/config.ts';
import { parseConfig } from '../../../../src-main/models/qwen-vl/config.ts';

const family = { name: 'Qwen2-VL', visionConfig };

/** Qwen2-VL-2B's config.json on the hub, as far as it is read. */
const hub = {
  model_type: 'qwen2_vl',
  image_token_id: 151655,
  vision_start_token_id: 151652,
  tie_word_embeddings: true,
  hidden_act: 'silu',
  hidden_size: 1536,
  intermediate_size: 8960,
  num_attention_heads: 12,
  num_hidden_layers: 28,
  num_key_value_heads: 2,
  rms_norm_eps: 1e-6,
  rope_theta: 1000000,
  rope_scaling: { type: 'mrope', mrope_section: [16, 24, 24] },
  vocab_size: 151936,
  vision_config: {
    depth: 32,
    embed_dim: 1280,
    mlp_ratio: 4,
    num_heads: 16,
    in_chans: 3,
    hidden_size: 1536,
    patch_size: 14,
    spatial_merge_size: 2,
    spatial_patch_size: 14,
    temporal_patch_size: 2,
  },
};

const changed = (change: object, vision: object = {}) => ({
  ...hub,
  ...change,
  vision_config: { ...hub.vision_config, ...vision },
});

test('the sizes of Qwen2-VL-2B', () => {
  expect(parseConfig(hub, 'config.json', family)).toMatchObject({
    tied: true,
    headSize: 128,
    vision: { hiddenSize: 1280, intermediateSize: 5120, outSize: 1536 },
  });
});

test.each([
  ['no width of the tower', changed({}, { embed_dim: undefined }), /vision_config\.embed_dim/],
  ['no ratio', changed({}, { mlp_ratio: undefined }), /vision_config\.mlp_ratio/],
  ['another activation', changed({}, { hidden_act: 'silu' }), /vision_config\.hidden_act.*quick_gelu/],
  [
    'features of another width than the text',
    changed({}, { hidden_size: 3584 }),
    /3584 numbers where hidden_size is 1536/,
  ],
  ['no vision', { ...hub, vision_config: undefined }, /vision_config/],
  ['no rotary base', changed({ rope_theta: undefined }), /rope_theta or mrope_section is missing/],
])('%s is refused by name', (_, config, message) => {
  const parse = () => parseConfig(config, '/models/two/config.json', family);
  expect(parse).toThrow(message);
  expect(parse).toThrow(/\/models\/two\/config\.json/);
});

test('the message says which family refused', () => {
  const none = changed({}, { embed_dim: undefined });
  expect(() => parseConfig(none, 'config.json', family)).toThrow(/is no Qwen2-VL configuration/);
});
