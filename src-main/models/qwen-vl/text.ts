import { product } from '../../graph/shape.ts';
import type { Value } from '../../graph/value.ts';
import { attention, type AttentionPlaces } from '../attention.ts';
import { streamType, type Linear, type LinearSize, type Network } from '../network.ts';
import type { QwenVlConfig } from './config.ts';
import { never } from './batch-sizes.ts';
import type { WeightNames } from './names.ts';

/**
 * Token ids [batch, seq], with picture features [imageTokens, hidden] in the places of their placeholders, to hidden states [rows, hidden]
 * of the named rows of [batch*seq].
 */
export function textModel(
  net: Network,
  config: QwenVlConfig,
  names: WeightNames,
  features: Value,
  rows: Value,
): Value {
  const { g } = net;
  const places = textPlaces(net, config);
  let x = embed(net, config, names, features);
  for (let i = 0; i < config.layers - 1; i++) {
    const build = (): Value => layer(net, config, names, i, x, places);
    x = net.recompute ? g.segment(`layers.${i}`, build) : build();
  }
  // The gradient of the last layer is due at once, so that recomputing it would save nothing.
  x = layer(net, config, names, config.layers - 1, x, places, rows);
  return g.rmsNorm(x, net.weight(names.text('norm.weight'), [config.hiddenSize]), config.epsilon);
}

function embed(net: Network, config: QwenVlConfig, names: WeightNames, features: Value): Value {
  const { g } = net;
  const ids = g.reshape(net.input('inputIds', 'i64', ['batch', 'seq']), ['batch*seq']);
  const table = net.stored(names.text('embed_tokens.weight'), [config.vocabularySize, config.hiddenSize]);
  const tokens = g.cast(g.gather(table, ids), streamType);
  const rows = net.input('imageRows', 'i64', ['imageTokens']);
  return g.scatterRows(tokens, rows, g.cast(features, streamType));
}

/**
 * What is added to the scores [batch, 1, heads of one key head · seq, seq]: key k is seen from q when k ≤ q and k is no
 * padding.
 */
function causalMask(net: Network, { heads, keyValueHeads }: QwenVlConfig): Value {
  const { g } = net;
  const group = heads / keyValueHeads;
  const order = net.input('textOrder', 'f32', ['seq']);
  const seen = g.greaterOrEqual(g.reshape(order, ['seq', 1]), g.reshape(order, [1, 'seq']));
  const causal = g.where(seen, g.scalar(0), g.scalar(never));
  const mask = net.mask(g.add(net.input('textKeys', 'f32', ['batch', 1, 1, 1, 'seq']), causal));
  return g.reshape(g.expand(mask, ['batch', 1, group, 'seq', 'seq']), [
    'batch',
    1,
    product([group, 'seq']),
    'seq',
  ]);
}

/** One decoder layer. After attention rows no longer meet, so where only some are asked for the others end there. */
function layer(
  net: Network,
  config: QwenVlConfig,
  names: WeightNames,
  index: number,
  x: Value,
  places: AttentionPlaces,
  rows?: Value,
): Value {
  const { g } = net;
  const { hiddenSize, heads, keyValueHeads, headSize } = config;
  const at = (part: string, size: LinearSize): Linear => ({
    path: names.textPath(`layers.${index}.${part}`),
    name: names.text(`layers.${index}.${part}`),
    ...size,
  });
  const norm = (part: string, input: Value) =>
    g.rmsNorm(input, net.weight(names.text(`layers.${index}.${part}.weight`), [hiddenSize]), config.epsilon);

  const queries = { in: hiddenSize, out: heads * headSize, bias: true };
  const keysOrValues = { in: hiddenSize, out: keyValueHeads * headSize, bias: true };
  const [q, k, v] = net.linears(norm('input_layernorm', x), [
    at('self_attn.q_proj', queries),
    at('self_attn.k_proj', keysOrValues),
    at('self_attn.v_proj', keysOrValues),
  ]) as [Value, Value, Value];
  const mixed = attention(g, q, k, v, places, {
    batch: 'batch',
    length: 'seq',
    heads,
    keyValueHeads,
    headSize,
  });
  const asked = (all: Value): Value => (rows ? g.gather(all, rows) : all);
  const out = at('self_attn.o_proj', { in: heads * headSize, out: hiddenSize, bias: false });
  const attended = net.join(asked(x), net.linear(asked(mixed), out));

  const inner = { in: hiddenSize, out: config.intermediateSize, bias: false, pad: true };
  const [gate, up] = net.linears(norm('post_attention_layernorm', attended), [
    at('mlp.gate_proj', inner),
    at('mlp.up_proj', inner),
  ]) as [Value, Value];
  const down = { in: config.intermediateSize, out: hiddenSize, bias: false, large: true };
  return net.join(attended, net.linear(g.swiGlu(gate, up), at('mlp.down_proj', down)));
}

/** The causal mask, and rotary position over (time, row, column) by tables of each token's angles. */
function textPlaces(net: Network, config: QwenVlConfig): AttentionPlaces {
  const [cos, sin] = ['textCos', 'textSin'].map((name) =>
    net.table(name, ['batch*seq', config.headSize / 2]),
  ) as [Value, Value];
  const positions = net.input('textRows', 'i64', ['batch', 'seq']);
  return {
    mask: causalMask(net, config),
    turn: (x) => net.g.rotaryEmbedding(x, positions, cos, sin),
  };
}
