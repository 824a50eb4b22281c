import type { LinearModule, PaddedSide } from '../family.ts';
import type { QwenVlConfig } from './config.ts';
import type { WeightNames } from './names.ts';
import type { Tower } from './tower.ts';

/** Every Linear of the model but lm_head, which PEFT never adapts by suffix, in the order of its modules. */
export function linearModules(config: QwenVlConfig, tower: Tower, names: WeightNames): LinearModule[] {
  return [...visionModules(config, tower, names), ...textModules(config, names)];
}

type Features = readonly [inFeatures: number, outFeatures: number];

function visionModules(config: QwenVlConfig, tower: Tower, names: WeightNames): LinearModule[] {
  const { hiddenSize: width, depth, mergeSize } = config.vision;
  const wide = width * mergeSize ** 2;
  const module = (part: string, reads: string, size: Features, pad: PaddedSide = null): LinearModule => ({
    path: names.visionPath(part),
    weight: `${names.vision(part)}.weight`,
    inFeatures: size[0],
    outFeatures: size[1],
    rows: 'vision',
    reads: names.visionPath(reads),
    pad,
  });
  const blocks = Array.from({ length: depth }, (_, i) => `blocks.${i}`).map((block) => [
    module(`${block}.attn.qkv`, `${block}.norm1`, [width, 3 * width]),
    module(`${block}.attn.proj`, `${block}.attn`, [width, width]),
    ...Object.entries(tower.mlpLinears).map(([name, size]) =>
      module(`${block}.mlp.${name}`, `${block}.${size.reads}`, [size.in, size.out], size.pad),
    ),
  ]);
  return [
    ...blocks.flat(),
    module('merger.mlp.0', 'merger.ln_q', [wide, wide]),
    module('merger.mlp.2', 'merger.mlp.1', [wide, config.hiddenSize]),
  ];
}

function textModules(config: QwenVlConfig, names: WeightNames): LinearModule[] {
  const { hiddenSize: hidden, intermediateSize: inner, headSize } = config;
  const module = (part: string, reads: string, size: Features, pad: PaddedSide = null): LinearModule => ({
    path: names.textPath(part),
    weight: `${names.text(part)}.weight`,
    inFeatures: size[0],
    outFeatures: size[1],
    rows: 'text',
    reads: names.textPath(reads),
    pad,
  });
  const q = config.heads * headSize;
  const kv = config.keyValueHeads * headSize;
  const layers = Array.from({ length: config.layers }, (_, i) => `layers.${i}`).map((layer) => [
    module(`${layer}.self_attn.q_proj`, `${layer}.input_layernorm`, [hidden, q]),
    module(`${layer}.self_attn.k_proj`, `${layer}.input_layernorm`, [hidden, kv]),
    module(`${layer}.self_attn.v_proj`, `${layer}.input_layernorm`, [hidden, kv]),
    module(`${layer}.self_attn.o_proj`, `${layer}.self_attn`, [q, hidden]),
    module(`${layer}.mlp.gate_proj`, `${layer}.post_attention_layernorm`, [hidden, inner], 'result'),
    module(`${layer}.mlp.up_proj`, `${layer}.post_attention_layernorm`, [hidden, inner], 'result'),
    module(`${layer}.mlp.down_proj`, `${layer}.mlp.act_fn`, [inner, hidden], 'input'),
  ]);
  return layers.flat();
}
