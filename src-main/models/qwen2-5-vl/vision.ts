import type { Value } from '../../graph/value.ts';
import type { Tower } from '../qwen-vl/tower.ts';
import type { Qwen25VisionConfig } from './config.ts';
import { windowsOf } from './windows.ts';

/** RMSNorm and SwiGLU; most blocks look at windows of the picture only. */
export function qwen25Tower(vision: Qwen25VisionConfig): Tower {
  const { hiddenSize: width, intermediateSize: inner } = vision;
  return {
    mlpLinears: {
      gate_proj: { in: width, out: inner, pad: 'result', reads: 'norm2' },
      up_proj: { in: width, out: inner, pad: 'result', reads: 'norm2' },
      down_proj: { in: inner, out: width, pad: 'input', reads: 'mlp.act_fn' },
    },
    mlp: (g, linears, x) => {
      const [gate, up] = linears(x, ['gate_proj', 'up_proj']) as [Value, Value];
      return linears(g.swiGlu(gate, up), ['down_proj'])[0]!;
    },
    norm: (net, name, x) => net.g.rmsNorm(x, net.weight(`${name}.weight`, [width]), 1e-6),
    windows: (grid) => windowsOf(grid, vision.mergeSize, vision.windowSize, vision.patchSize),
    seesAll: (block) => vision.fullAttentionBlocks.includes(block),
  };
}
