import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../src-main/common/package-root.ts';

/** Sizes of Qwen2.5-VL as its config.json has them; `make_snapshot.py` makes the same with weights. */
const sizes = {
  '3b': {
    hidden: 2048,
    intermediate: 11008,
    layers: 36,
    heads: 16,
    keyHeads: 2,
    vocabulary: 151936,
    tied: true,
  },
  '7b': {
    hidden: 3584,
    intermediate: 18944,
    layers: 28,
    heads: 28,
    keyHeads: 4,
    vocabulary: 152064,
    tied: false,
  },
} as const;

export type ModelSize = keyof typeof sizes;

const vision = { depth: 32, hidden: 1280, intermediate: 3420, merged: 5120, patch: 3 * 2 * 14 * 14 };

/** Writes a snapshot of the true structure whose weights are a hole in a sparse file: enough to build graphs, not to run them. */
export async function makeHollowSnapshot(size: ModelSize, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(configOf(size)));
  await copyFile(
    join(packageRoot(), 'resources', 'tiny-vl', 'preprocessor_config.json'),
    join(folder, 'preprocessor_config.json'),
  );
  let end = 0;
  const header = Object.fromEntries(
    tensorsOf(size).map(([name, shape]) => {
      const start = end;
      end += 2 * shape.reduce((total, dim) => total * dim, 1);
      return [name, { dtype: 'BF16', shape, data_offsets: [start, end] }];
    }),
  );
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = await open(join(folder, 'model.safetensors'), 'w');
  await file.write(Buffer.concat([length, json]));
  await file.truncate(8 + json.length + end);
  await file.close();
}

function configOf(size: ModelSize) {
  const { hidden, intermediate, layers, heads, keyHeads, vocabulary, tied } = sizes[size];
  return {
    model_type: 'qwen2_5_vl',
    hidden_size: hidden,
    intermediate_size: intermediate,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: keyHeads,
    vocab_size: vocabulary,
    rms_norm_eps: 1e-6,
    hidden_act: 'silu',
    rope_theta: 1e6,
    rope_scaling: { type: 'mrope', mrope_section: [16, 24, 24] },
    tie_word_embeddings: tied,
    image_token_id: 151655,
    vision_start_token_id: 151652,
    vision_config: {
      depth: vision.depth,
      hidden_size: vision.hidden,
      intermediate_size: vision.intermediate,
      num_heads: 16,
      patch_size: 14,
      window_size: 112,
      fullatt_block_indexes: [7, 15, 23, 31],
      out_hidden_size: hidden,
      spatial_merge_size: 2,
      temporal_patch_size: 2,
      tokens_per_second: 2,
      hidden_act: 'silu',
      in_channels: 3,
    },
  };
}

function tensorsOf(size: ModelSize): [string, number[]][] {
  const { hidden, intermediate, layers, heads, keyHeads, vocabulary, tied } = sizes[size];
  const keys = (hidden / heads) * keyHeads;
  const linear = (name: string, out: number, inputs: number, bias: boolean): [string, number[]][] => [
    [`${name}.weight`, [out, inputs]],
    ...(bias ? ([[`${name}.bias`, [out]]] as [string, number[]][]) : []),
  ];
  const gated = (name: string, width: number, inner: number, bias: boolean) => [
    ...linear(`${name}.gate_proj`, inner, width, bias),
    ...linear(`${name}.up_proj`, inner, width, bias),
    ...linear(`${name}.down_proj`, width, inner, bias),
  ];
  const text = Array.from({ length: layers }, (_, i) => `model.layers.${i}`).flatMap((layer) => [
    ...linear(`${layer}.self_attn.q_proj`, hidden, hidden, true),
    ...linear(`${layer}.self_attn.k_proj`, keys, hidden, true),
    ...linear(`${layer}.self_attn.v_proj`, keys, hidden, true),
    ...linear(`${layer}.self_attn.o_proj`, hidden, hidden, false),
    ...gated(`${layer}.mlp`, hidden, intermediate, false),
    [`${layer}.input_layernorm.weight`, [hidden]] as [string, number[]],
    [`${layer}.post_attention_layernorm.weight`, [hidden]] as [string, number[]],
  ]);
  const width = vision.hidden;
  const blocks = Array.from({ length: vision.depth }, (_, i) => `visual.blocks.${i}`).flatMap((block) => [
    ...linear(`${block}.attn.qkv`, 3 * width, width, true),
    ...linear(`${block}.attn.proj`, width, width, true),
    ...gated(`${block}.mlp`, width, vision.intermediate, true),
    [`${block}.norm1.weight`, [width]] as [string, number[]],
    [`${block}.norm2.weight`, [width]] as [string, number[]],
  ]);
  return [
    ['model.embed_tokens.weight', [vocabulary, hidden]],
    ...text,
    ['model.norm.weight', [hidden]],
    ...(tied ? [] : ([['lm_head.weight', [vocabulary, hidden]]] as [string, number[]][])),
    ['visual.patch_embed.proj.weight', [width, vision.patch]],
    ...blocks,
    ['visual.merger.ln_q.weight', [width]],
    ...linear('visual.merger.mlp.0', vision.merged, vision.merged, true),
    ...linear('visual.merger.mlp.2', hidden, vision.merged, true),
  ];
}
