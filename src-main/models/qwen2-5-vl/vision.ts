import type { Tower } from '../qwen-vl/tower.ts';
import type { Qwen25VisionConfig } from './config.ts';
import { windowsOf } from './windows.ts';

/** RMSNorm and SwiGLU; most blocks look at windows of the picture only. */
export function qwen25Tower(vision: Qwen25VisionConfig): Tower {
  const { hiddenSize: width, intermediateSize: inner } = vision;
  return {
    mlpLinears: {
      gate_proj: { in: width, out: inner },
      up_proj: { in: width, out: inner },
      down_proj: { in: inner, out: width },
    },
    mlp: (g, linear, x) => linear('down_proj', g.swiGlu(linear('gate_proj', x), linear('up_proj', x))),
    norm: (net, name, x) => net.g.rmsNorm(x, net.weight(`${name}.weight`, [width]), 1e-6),
    windows: (grid) => windowsOf(grid, vision.mergeSize, vision.windowSize, vision.patchSize),
    seesAll: (block) => vision.fullAttentionBlocks.includes(block),
  };
}
