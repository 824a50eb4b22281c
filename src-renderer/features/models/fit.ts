/** Whether a need (MiB) goes into a machine's memory: the system and other programs need some of it too. */
export function fitOf(needMb: number, machineMb: number): 'fits' | 'tight' | 'too-large' {
  if (needMb > machineMb) return 'too-large';
  return needMb > machineMb * 0.8 ? 'tight' : 'fits';
}

/** A number of parameters as models are called: 6.8M, 3.8B. */
export function shortCount(parameters: number): string {
  if (parameters < 1e6) return `${Math.round(parameters / 1e3)}K`;
  if (parameters < 1e9) return `${(parameters / 1e6).toFixed(1)}M`;
  return `${(parameters / 1e9).toFixed(1)}B`;
}

/** A rate given in 10⁹ operations a second: 74 GFLOP/s, 1.2 TFLOP/s. */
export function shortRate(gflops: number): string {
  if (gflops < 1000) return `${Math.round(gflops)} GFLOP/s`;
  return `${(gflops / 1000).toFixed(gflops < 10_000 ? 1 : 0)} TFLOP/s`;
}
