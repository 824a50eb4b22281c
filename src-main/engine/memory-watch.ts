import { residentMb } from '../common/processes.ts';

/** Follows the resident memory (MiB) of this process, its launcher and an engine, taken together. */
export interface MemoryWatch {
  /** The highest sum seen; `enginePeakMb` is what the engine says of itself, for platforms without /proc. */
  peakMb(enginePeakMb: number): number;
  dispose(): void;
}

/**
 * Samples /proc five times a second. Elsewhere (macOS, Windows) nothing is sampled, and the peak is the sum of both
 * processes' own peaks: never below the truth, a little above it when they did not peak together.
 */
export function watchMemory(enginePid: number): MemoryWatch {
  let peak = 0;
  const sample = (): void => {
    const engine = residentMb(enginePid);
    if (engine !== null) peak = Math.max(peak, engine + hostMb());
  };
  sample();
  const timer = setInterval(sample, 200);
  timer.unref();
  return {
    peakMb: (enginePeakMb) => (peak > 0 ? peak : enginePeakMb + process.resourceUsage().maxRSS / 1024),
    dispose: () => clearInterval(timer),
  };
}

// bin/quartet.mjs waits beside us when it had to start another Node than its own.
function hostMb(): number {
  const launched = process.env['QUARTET_LAUNCHER'] === String(process.ppid);
  return process.memoryUsage.rss() / 2 ** 20 + (launched ? (residentMb(process.ppid) ?? 0) : 0);
}
