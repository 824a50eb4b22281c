import type { LinearModule } from '../family.ts';
import type { QwenVlConfig } from './config.ts';
import type { WeightNames } from './names.ts';
import type { Tower } from './tower.ts';

/** Every Linear of the model but lm_head, which PEFT never adapts by suffix, in the order of its modules. */
export function linearModules(config: QwenVlConfig, tower: Tower, names: WeightNames): LinearModule[] {
  const { vision } = config;
  const { hiddenSize: width } = vision;
  const wide = width * vision.mergeSize ** 2;
  const linear = (
    rows: 'text' | 'vision',
    path: string,
    inFeatures: number,
    outFeatures: number,
  ): LinearModule => ({ path, inFeatures, outFeatures, rows });
  const blocks = Array.from({ length: vision.depth }, (_, i) => {
    const at = (part: string) => names.visionPath(`blocks.${i}.${part}`);
    return [
      linear('vision', at('attn.qkv'), width, 3 * width),
      linear('vision', at('attn.proj'), width, width),
      ...Object.entries(tower.mlpLinears).map(([name, size]) =>
        linear('vision', at(`mlp.${name}`), size.in, size.out),
      ),
    ];
  });
  const mlp = [
    linear('vision', names.visionPath('merger.mlp.0'), wide, wide),
    linear('vision', names.visionPath('merger.mlp.2'), wide, config.hiddenSize),
  ];
  const q = config.heads * config.headSize;
  const kv = config.keyValueHeads * config.headSize;
  const layers = Array.from({ length: config.layers }, (_, i) => {
    const at = (part: string) => names.textPath(`layers.${i}.${part}`);
    return [
      linear('text', at('self_attn.q_proj'), config.hiddenSize, q),
      linear('text', at('self_attn.k_proj'), config.hiddenSize, kv),
      linear('text', at('self_attn.v_proj'), config.hiddenSize, kv),
      linear('text', at('self_attn.o_proj'), q, config.hiddenSize),
      linear('text', at('mlp.gate_proj'), config.hiddenSize, config.intermediateSize),
      linear('text', at('mlp.up_proj'), config.hiddenSize, config.intermediateSize),
      linear('text', at('mlp.down_proj'), config.intermediateSize, config.hiddenSize),
    ];
  });
  return [...blocks.flat(), ...mlp, ...layers.flat()];
}
