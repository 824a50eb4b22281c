import { product } from '../../graph/shape.ts';
import { addConstant } from '../../graph/graph.ts';
import type { Dim, Value } from '../../graph/value.ts';
import { attention, type AttentionPlaces } from '../attention.ts';
import { streamType, type Linear, type Network } from '../network.ts';
import type { QwenVlConfig } from './config.ts';
import type { WeightNames } from './names.ts';
import { normalisationTable } from './processor.ts';
import type { ProcessorConfig } from './processor-config.ts';
import type { Tower } from './tower.ts';

/** Rows of the tower: each picture has `windows` windows of `units` merged cells of merge² patches, padded to fit. */
export const patchRows = (merge: number) => product([merge * merge, 'images', 'units', 'windows']);

/** Rows of the merger, one a merged cell. */
export const cellRows = product(['images', 'units', 'windows']);

/** Vision tower: patches [rows, pixels] to features [imageTokens, hidden], one a merged cell, in the order of the text's tokens. */
export function visionTower(
  net: Network,
  config: QwenVlConfig,
  tower: Tower,
  processor: ProcessorConfig,
  names: WeightNames,
): Value {
  const { g } = net;
  const { vision } = config;
  const { hiddenSize: width, mergeSize: merge } = vision;
  const rows = patchRows(merge);
  const pixelsPerPatch = 3 * vision.temporalPatchSize * vision.patchSize ** 2;
  const embedding = net.weight(names.vision('patch_embed.proj.weight'), [width, pixelsPerPatch]);
  const places = spans(net, config);
  let x = g.cast(
    g.gemm(patches(net, processor, rows, pixelsPerPatch), embedding, { transB: true }),
    streamType,
  );
  for (let i = 0; i < vision.depth; i++) {
    const build = (): Value => block(net, config, tower, names, i, x, places);
    x = net.recompute ? g.segment(`visual.blocks.${i}`, build) : build();
  }
  return g.gather(merger(net, config, tower, names, x), net.input('imageCells', 'i64', ['imageTokens']));
}

/** Patches [rows, width] in the type that is computed in; bytes are looked up in the table of their normalised values. */
function patches(net: Network, processor: ProcessorConfig, rows: Dim, width: number): Value {
  const { g } = net;
  if (net.pictures === 'floats') return net.table('pixels', [rows, width]);
  const { patchSize, temporalPatchSize: frames } = processor;
  const area = patchSize * patchSize;
  const channel = Int32Array.from({ length: 3 * area }, (_, i) => 256 * Math.floor(i / area));
  const bytes = g.cast(net.input('pixelBytes', 'u8', [rows, 3 * area]), 'i32');
  const table = g.vector(normalisationTable(processor), net.dtype);
  const values = g.gather(table, g.add(bytes, addConstant(g.graph, 'i32', [3 * area], channel)));
  const frame = g.reshape(values, [rows, 3, 1, area]);
  return g.reshape(g.concat(Array<Value>(frames).fill(frame), 2), [rows, width]);
}

/** Attention of the blocks that see whole pictures, and of those that see windows of them. */
interface Spans {
  readonly full: Span;
  readonly window: Span;
}

interface Span extends AttentionPlaces {
  readonly batch: Dim;
  readonly length: Dim;
}

/** Masks are 0 for a key that exists and a large negative number for padding; rotary position is in two dimensions. */
function spans(net: Network, { vision }: QwenVlConfig): Spans {
  const { g } = net;
  const cell = vision.mergeSize ** 2;
  const rows = patchRows(vision.mergeSize);
  const [cos, sin] = ['visionCos', 'visionSin'].map((name) =>
    net.table(name, [rows, vision.hiddenSize / vision.heads / 2]),
  ) as [Value, Value];
  const whole = product([cell, 'units', 'windows']);
  const masks = net.mask(net.input('visionMask', 'f32', ['images', 'windows', 'units', cell]));
  const order = net.input('visionRows', 'i64', ['images', whole]);
  const span = (batch: Dim, length: Dim): Span => {
    const positions = g.reshape(order, [batch, length]);
    return {
      batch,
      length,
      mask: g.reshape(masks, [batch, 1, 1, length]),
      turn: (x) => g.rotaryEmbedding(x, positions, cos, sin),
    };
  };
  return {
    full: span('images', whole),
    window: span(product(['images', 'windows']), product([cell, 'units'])),
  };
}

function block(
  net: Network,
  config: QwenVlConfig,
  tower: Tower,
  names: WeightNames,
  index: number,
  x: Value,
  places: Spans,
): Value {
  const { g } = net;
  const { vision } = config;
  const { hiddenSize: width, intermediateSize: inner, heads } = vision;
  const name = (part: string) => names.vision(`blocks.${index}.${part}`);
  const linear = (part: string, from: number, to: number, pad = false): Linear => ({
    path: names.visionPath(`blocks.${index}.${part}`),
    name: name(part),
    in: from,
    out: to,
    bias: true,
    pad,
    large: from === inner,
  });
  const norm = (part: string, input: Value) => tower.norm(net, name(part), input);
  const qkv = net.linear(norm('norm1', x), linear('attn.qkv', width, 3 * width));
  const [q, k, v] = g.split(qkv, [width, width, width], 1) as [Value, Value, Value];
  const span = tower.seesAll(index) ? places.full : places.window;
  const shape = { heads, keyValueHeads: heads, headSize: width / heads, ...span };
  const mixed = attention(g, q, k, v, span, shape);
  const attended = net.join(x, net.linear(mixed, linear('attn.proj', width, width)));
  const y = norm('norm2', attended);
  const mlpLinear = (part: string): Linear => {
    const size = tower.mlpLinears[part]!;
    return linear(`mlp.${part}`, size.in, size.out, size.pad === 'result');
  };
  const mlp = (input: Value, parts: readonly string[]) => net.linears(input, parts.map(mlpLinear));
  return net.join(attended, tower.mlp(g, mlp, y));
}

/** Features [images*windows*units, hidden] in window order: the norm, merge² neighbours side by side, then two Linears with an exact GELU between. */
function merger(net: Network, config: QwenVlConfig, tower: Tower, names: WeightNames, x: Value): Value {
  const { g } = net;
  const { hiddenSize: width, mergeSize: merge } = config.vision;
  const wide = width * merge * merge;
  const normed = tower.norm(net, names.vision('merger.ln_q'), x);
  const cells = g.reshape(normed, [cellRows, wide]);
  const linear = (input: Value, part: string, out: number) =>
    net.linear(input, {
      path: names.visionPath(`merger.mlp.${part}`),
      name: names.vision(`merger.mlp.${part}`),
      in: wide,
      out,
      bias: true,
    });
  return linear(g.gelu(linear(cells, '0', wide)), '2', config.hiddenSize);
}
