import { product } from '../../graph/shape.ts';
import type { Value } from '../../graph/value.ts';
import { attention } from '../attention.ts';
import type { Network } from '../network.ts';
import type { Qwen25VlConfig } from './config.ts';
import type { WeightNames } from './names.ts';

/** Rows of the tower: each picture has `windows` windows of `units` merged cells of merge² patches, padded to fit. */
const rowsOf = (merge: number) => product([merge * merge, 'images', 'units', 'windows']);

/** Vision tower: patches [rows, pixels] to features [images*windows*units, hidden], one a merged cell, in window order. */
export function visionTower(net: Network, config: Qwen25VlConfig, names: WeightNames): Value {
  const { g } = net;
  const { vision } = config;
  const { hiddenSize: width, mergeSize: merge } = vision;
  const rows = rowsOf(merge);
  const pixelsPerPatch = 3 * vision.temporalPatchSize * vision.patchSize ** 2;
  const pixels = net.table('pixels', [rows, pixelsPerPatch]);
  const embedding = net.weight(names.vision('patch_embed.proj.weight'), [width, pixelsPerPatch]);
  const masks = keyMasks(net, merge);
  let x = g.gemm(pixels, embedding, { transB: true });
  for (let i = 0; i < vision.depth; i++) {
    const full = vision.fullAttentionBlocks.includes(i);
    const build = (): Value => block(net, config, names, i, x, full, full ? masks.full : masks.window);
    x = net.recompute ? g.segment(`visual.blocks.${i}`, build) : build();
  }
  return merger(net, config, names, x);
}

/** 0 for a key that exists, a large negative number for padding, by picture and by window. */
function keyMasks(net: Network, merge: number): { full: Value; window: Value } {
  const { g } = net;
  const cell = merge * merge;
  const units = net.table('visionMask', ['images', 'windows', 'units', cell]);
  return {
    full: g.reshape(units, ['images', 1, 1, 1, product([cell, 'units', 'windows'])]),
    window: g.reshape(units, [product(['images', 'windows']), 1, 1, 1, product([cell, 'units'])]),
  };
}

function block(
  net: Network,
  config: Qwen25VlConfig,
  names: WeightNames,
  index: number,
  x: Value,
  full: boolean,
  mask: Value,
): Value {
  const { g } = net;
  const { vision } = config;
  const { hiddenSize: width, heads, mergeSize: merge } = vision;
  const at = (part: string) => ({
    path: names.visionPath(`blocks.${index}.${part}`),
    name: names.vision(`blocks.${index}.${part}`),
  });
  const linear = (part: string, input: Value, size: number) =>
    net.linear(at(part).path, at(part).name, input, size, true);
  const norm = (part: string, input: Value) =>
    g.rmsNorm(input, net.weight(`${at(part).name}.weight`, [width]), 1e-6);
  const [q, k, v] = g.split(linear('attn.qkv', norm('norm1', x), 3 * width), [width, width, width], 1) as [
    Value,
    Value,
    Value,
  ];
  const cell = merge * merge;
  const shape = { heads, keyValueHeads: heads, headSize: width / heads };
  const span = full
    ? { batch: 'images', length: product([cell, 'units', 'windows']) }
    : { batch: product(['images', 'windows']), length: product([cell, 'units']) };
  const mixed = attention(g, rotate(net, config, q), rotate(net, config, k), v, mask, { ...shape, ...span });
  const attended = g.add(x, linear('attn.proj', mixed, width));
  const y = norm('norm2', attended);
  const gate = g.silu(linear('mlp.gate_proj', y, vision.intermediateSize));
  const up = linear('mlp.up_proj', y, vision.intermediateSize);
  return g.add(attended, linear('mlp.down_proj', g.mul(gate, up), width));
}

/** Two-dimensional rotary position, by tables of each row's angles; in f32, as transformers does here and not in the text. */
function rotate(net: Network, { vision }: Qwen25VlConfig, x: Value): Value {
  const rows = x.shape[0]!;
  const half = vision.hiddenSize / vision.heads / 2;
  const table = (name: string) => net.input(name, 'f32', [rows, half]);
  const positions = net.input('visionRows', 'i64', [1, rows]);
  const flat = net.g.reshape(net.g.cast(x, 'f32'), [1, rows, vision.hiddenSize]);
  const turned = net.g.rotaryEmbedding(flat, positions, table('visionCos'), table('visionSin'), vision.heads);
  return net.g.cast(net.g.reshape(turned, [rows, vision.hiddenSize]), x.dtype);
}

/** RMSNorm, merge² neighbours side by side, then two Linears with an exact GELU between. */
function merger(net: Network, config: Qwen25VlConfig, names: WeightNames, x: Value): Value {
  const { g } = net;
  const { hiddenSize: width, mergeSize: merge } = config.vision;
  const wide = width * merge * merge;
  const normed = g.rmsNorm(x, net.weight(names.vision('merger.ln_q.weight'), [width]), 1e-6);
  const cells = g.reshape(normed, [product(['images', 'units', 'windows']), wide]);
  const linear = (part: string, input: Value, size: number) =>
    net.linear(names.visionPath(`merger.mlp.${part}`), names.vision(`merger.mlp.${part}`), input, size, true);
  return linear('2', g.gelu(linear('0', cells, wide)), config.hiddenSize);
}
