import type { LinearModule } from '../family.ts';
import type { QwenVlConfig } from './config.ts';
import type { WeightNames } from './names.ts';
import type { Tower } from './tower.ts';

type Features = readonly [inFeatures: number, outFeatures: number];

/** Every Linear of the model but lm_head, which PEFT never adapts by suffix, in the order of its modules. */
export function linearModules(config: QwenVlConfig, tower: Tower, names: WeightNames): LinearModule[] {
  const { hiddenSize: width, depth, mergeSize } = config.vision;
  const wide = width * mergeSize ** 2;
  const vision = (
    part: string,
    reads: string,
    [inFeatures, outFeatures]: Features,
    pad = false,
  ): LinearModule => ({
    path: names.visionPath(part),
    weight: `${names.vision(part)}.weight`,
    inFeatures,
    outFeatures,
    rows: 'vision',
    reads: names.visionPath(reads),
    pad,
  });
  const text = (
    part: string,
    reads: string,
    [inFeatures, outFeatures]: Features,
    pad = false,
  ): LinearModule => ({
    path: names.textPath(part),
    weight: `${names.text(part)}.weight`,
    inFeatures,
    outFeatures,
    rows: 'text',
    reads: names.textPath(reads),
    pad,
  });
  const blocks = Array.from({ length: depth }, (_, i) => {
    const block = `blocks.${i}`;
    return [
      vision(`${block}.attn.qkv`, `${block}.norm1`, [width, 3 * width]),
      vision(`${block}.attn.proj`, `${block}.attn`, [width, width]),
      ...Object.entries(tower.mlpLinears).map(([name, size]) =>
        vision(`${block}.mlp.${name}`, `${block}.${size.reads}`, [size.in, size.out], size.pad),
      ),
    ];
  });
  const mlp = [
    vision('merger.mlp.0', 'merger.ln_q', [wide, wide]),
    vision('merger.mlp.2', 'merger.mlp.1', [wide, config.hiddenSize]),
  ];
  const { hiddenSize, intermediateSize } = config;
  const q = config.heads * config.headSize;
  const kv = config.keyValueHeads * config.headSize;
  const layers = Array.from({ length: config.layers }, (_, i) => {
    const layer = `layers.${i}`;
    const normed = `${layer}.input_layernorm`;
    const normedAgain = `${layer}.post_attention_layernorm`;
    return [
      text(`${layer}.self_attn.q_proj`, normed, [hiddenSize, q]),
      text(`${layer}.self_attn.k_proj`, normed, [hiddenSize, kv]),
      text(`${layer}.self_attn.v_proj`, normed, [hiddenSize, kv]),
      text(`${layer}.self_attn.o_proj`, `${layer}.self_attn`, [q, hiddenSize]),
      text(`${layer}.mlp.gate_proj`, normedAgain, [hiddenSize, intermediateSize], true),
      text(`${layer}.mlp.up_proj`, normedAgain, [hiddenSize, intermediateSize], true),
      text(`${layer}.mlp.down_proj`, `${layer}.mlp.act_fn`, [intermediateSize, hiddenSize]),
    ];
  });
  return [...blocks.flat(), ...mlp, ...layers.flat()];
}
