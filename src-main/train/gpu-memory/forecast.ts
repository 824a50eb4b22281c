import { createArena } from '../../graph/memory/arena.ts';
import { createWebGpuBuffers } from '../../graph/memory/webgpu-buffers.ts';
import { isTowerFrozen } from '../features/vision-tower.ts';
import { cudaPeak } from './cuda.ts';
import type { ForecastContext, Load } from './load.ts';
import type { PeakBytes } from './peak.ts';
import { towerPeak } from './tower.ts';
import { webGpuPeak } from './webgpu.ts';

/** MiB of GPU memory at the peak of a run, by what they are for. */
export interface MemoryForecast {
  readonly weightsMb: number;
  /** Adapter, moments and average, with the copies of them that are there at once. */
  readonly stateMb: number;
  /** Activations, gradients and what a batch is fed with. */
  readonly activationsMb: number;
  /** What ONNX Runtime holds beyond that, since it takes memory in large pieces. */
  readonly roundingMb: number;
  /** CUDA's context, kernels, and the workspaces of cuBLAS and cuDNN. */
  readonly contextMb: number;
  readonly totalMb: number;
}

const mebibyte = 2 ** 20;

/**
 * CUDA's from two runs of 3B on an H100 (docs/performance.md): what they held beyond weights, state and arena. What
 * WebGPU's driver takes for itself was not measured and is not in the forecast.
 */
const contextMb = { cuda: 1075, webgpu: 0 } as const;

/** Follows a run's graphs as ONNX Runtime would execute them on the source's provider; nothing is loaded. */
export function forecastMemory(context: ForecastContext, load: Load): MemoryForecast {
  const provider = context.source.provider === 'webgpu' ? 'webgpu' : 'cuda';
  const peaks = [
    provider === 'webgpu' ? webGpuPeak(context, load) : cudaPeak(context, load),
    // What its session took before is not counted on to serve the others.
    ...(isTowerFrozen(context.source)
      ? [towerPeak(context, load, provider === 'webgpu' ? createWebGpuBuffers() : createArena())]
      : []),
  ];
  const sum = (part: keyof PeakBytes): number =>
    Math.round(peaks.reduce((total, peak) => total + peak[part], 0) / mebibyte);
  const parts = {
    weightsMb: sum('weights'),
    stateMb: sum('state'),
    activationsMb: sum('inUse') - sum('state'),
    roundingMb: sum('held') - sum('inUse'),
    contextMb: contextMb[provider],
  };
  return { ...parts, totalMb: sum('weights') + sum('held') + parts.contextMb };
}
