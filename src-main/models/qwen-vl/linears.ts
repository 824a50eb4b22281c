import type { LinearModule } from '../family.ts';
import type { QwenVlConfig } from './config.ts';
import type { WeightNames } from './names.ts';
import type { Tower } from './tower.ts';

/** Every Linear of the model but lm_head, which PEFT never adapts by suffix, in the order of its modules. */
export function linearModules(config: QwenVlConfig, tower: Tower, names: WeightNames): LinearModule[] {
  const { hiddenSize: width, depth, mergeSize } = config.vision;
  const wide = width * mergeSize ** 2;
  const vision = (part: string, inFeatures: number, outFeatures: number): LinearModule => ({
    path: names.visionPath(part),
    weight: `${names.vision(part)}.weight`,
    inFeatures,
    outFeatures,
    rows: 'vision',
  });
  const text = (part: string, inFeatures: number, outFeatures: number): LinearModule => ({
    path: names.textPath(part),
    weight: `${names.text(part)}.weight`,
    inFeatures,
    outFeatures,
    rows: 'text',
  });
  const blocks = Array.from({ length: depth }, (_, i) => [
    vision(`blocks.${i}.attn.qkv`, width, 3 * width),
    vision(`blocks.${i}.attn.proj`, width, width),
    ...Object.entries(tower.mlpLinears).map(([name, size]) =>
      vision(`blocks.${i}.mlp.${name}`, size.in, size.out),
    ),
  ]);
  const mlp = [vision('merger.mlp.0', wide, wide), vision('merger.mlp.2', wide, config.hiddenSize)];
  const q = config.heads * config.headSize;
  const kv = config.keyValueHeads * config.headSize;
  const layers = Array.from({ length: config.layers }, (_, i) => [
    text(`layers.${i}.self_attn.q_proj`, config.hiddenSize, q),
    text(`layers.${i}.self_attn.k_proj`, config.hiddenSize, kv),
    text(`layers.${i}.self_attn.v_proj`, config.hiddenSize, kv),
    text(`layers.${i}.self_attn.o_proj`, q, config.hiddenSize),
    text(`layers.${i}.mlp.gate_proj`, config.hiddenSize, config.intermediateSize),
    text(`layers.${i}.mlp.up_proj`, config.hiddenSize, config.intermediateSize),
    text(`layers.${i}.mlp.down_proj`, config.intermediateSize, config.hiddenSize),
  ]);
  return [...blocks.flat(), ...mlp, ...layers.flat()];
}
