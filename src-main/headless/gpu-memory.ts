import { QuartetError } from '../common/errors.ts';
import type { GpuForecast } from '../engine/contract.ts';
import { formatFields } from './format.ts';

/** MiB in what people write for a GPU's memory, such as 24GiB, 24GB (as vendors call 24 GiB) or 24000MiB. Errors: INVALID_INPUT. */
export function readGpuMemory(text: string): number {
  const found = /^(\d+(?:\.\d+)?)\s*([GM])i?B?$/i.exec(text.trim());
  const mebibytes = found ? Number(found[1]) * (found[2]!.toUpperCase() === 'G' ? 1024 : 1) : 0;
  if (mebibytes === 0)
    throw new QuartetError(
      'INVALID_INPUT',
      `--gpu-memory ${text}: write how much the GPU has free, such as 24GiB or 16000MiB.`,
    );
  return mebibytes;
}

/** A forecast in words: what the memory consists of, and whether it fits. */
export function describeForecast(forecast: GpuForecast | null): string {
  if (!forecast) return 'GPU memory: none; model.precision f32 runs on the CPU.';
  const { provider, freeMb, recompute } = forecast;
  const parts: [string, number][] = [
    ['  weights', forecast.weightsMb],
    ['  adapter and optimizer', forecast.stateMb],
    ['  activations', forecast.activationsMb],
    ['  rounding of regions', forecast.roundingMb],
    ...(provider === 'cuda' ? [['  CUDA', forecast.contextMb] as [string, number]] : []),
  ];
  return [
    formatFields([
      ['GPU memory', `${gibibytes(forecast.totalMb)} at the peak, forecast for ${providerName[provider]}`],
      ...parts.map(([name, mebibytes]): [string, string] => [name, gibibytes(mebibytes)]),
      ['Free', freeMb === null ? 'not known: give --gpu-memory, such as 24GiB' : gibibytes(freeMb)],
    ]),
    ...(forecast.refusal === null ? [] : [`does not fit: ${forecast.refusal}`]),
    ...(freeMb !== null && forecast.fits ? [`It fits${recompute ? ', with layers recomputed' : ''}.`] : []),
  ].join('\n');
}

const providerName = {
  cuda: 'CUDA',
  webgpu: "WebGPU (an estimate, without the driver's own share)",
} as const;

function gibibytes(mebibytes: number): string {
  return `${(mebibytes / 1024).toFixed(1)} GiB`;
}
