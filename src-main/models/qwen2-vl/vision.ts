import type { Value } from '../../graph/value.ts';
import type { VisionConfig } from '../qwen-vl/config.ts';
import type { Tower } from '../qwen-vl/tower.ts';

/** LayerNorm and an MLP of two Linears; every block looks at the whole picture, so a picture is one window. */
export function qwen2Tower({ hiddenSize: width, intermediateSize: inner, mergeSize }: VisionConfig): Tower {
  return {
    mlpLinears: {
      fc1: { in: width, out: inner, pad: 'result', reads: 'norm2' },
      fc2: { in: inner, out: width, pad: 'input', reads: 'mlp.act' },
    },
    mlp: (g, linears, x) => linears(g.quickGelu(linears(x, ['fc1'])[0]!), ['fc2'])[0]!,
    norm: (net, name, x) => {
      const [weight, bias] = ['weight', 'bias'].map((part) => net.weight(`${name}.${part}`, [width])) as [
        Value,
        Value,
      ];
      return net.g.layerNorm(x, weight, bias, 1e-6);
    },
    windows: ({ gridHeight, gridWidth }) => [
      Array.from({ length: (gridHeight * gridWidth) / mergeSize ** 2 }, (_, cell) => cell),
    ],
    seesAll: () => true,
  };
}
