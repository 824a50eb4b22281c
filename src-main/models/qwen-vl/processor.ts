import { QuartetError } from '../../common/errors.ts';
import type { ProcessorConfig } from './processor-config.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/**
 * The size to which a picture is brought: multiples of `factor`, the area between the limits, the aspect nearly kept
 * (transformers' smart_resize). A picture more than 200 times as long as wide is INVALID_INPUT.
 */
export function smartResize(
  height: number,
  width: number,
  limits: { readonly minPixels: number; readonly maxPixels: number; readonly factor: number },
): { height: number; width: number } {
  const { minPixels, maxPixels, factor } = limits;
  const aspect = Math.max(height, width) / Math.min(height, width);
  if (aspect > 200)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('picture-too-long', { width, height, times: Math.round(aspect) }),
    );
  const rounded = {
    height: roundHalfEven(height / factor) * factor,
    width: roundHalfEven(width / factor) * factor,
  };
  const pixels = rounded.height * rounded.width;
  if (pixels > maxPixels) {
    const shrink = Math.sqrt((height * width) / maxPixels);
    const fit = (length: number): number => Math.max(factor, Math.floor(length / shrink / factor) * factor);
    return { height: fit(height), width: fit(width) };
  }
  if (pixels < minPixels) {
    const grow = Math.sqrt(minPixels / (height * width));
    const fit = (length: number): number => Math.ceil((length * grow) / factor) * factor;
    return { height: fit(height), width: fit(width) };
  }
  return rounded;
}

/** Python's `round`: halves go to the even neighbour. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const part = value - below;
  return part > 0.5 || (part === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/**
 * Cuts a picture [height, width, 3], whose sides are multiples of patchSize·mergeSize, into patches
 * [patches, 3·patchSize²]. Rows go by (block row, block column, row in block, column in block), values in a row by
 * (channel, y, x).
 */
export function cutPatches(
  rgb: Uint8Array,
  width: number,
  height: number,
  config: ProcessorConfig,
): Uint8Array {
  const { patchSize, mergeSize } = config;
  const factor = patchSize * mergeSize;
  if (width % factor !== 0 || height % factor !== 0 || rgb.length !== width * height * 3)
    throw new QuartetError(
      'INTERNAL',
      `cutPatches: ${width}×${height} with ${rgb.length} bytes is not a multiple of ${factor}.`,
    );
  const patches = new Uint8Array(rgb.length);
  let target = 0;
  for (const [row, column] of patchOrder(height / patchSize, width / patchSize, mergeSize))
    for (let channel = 0; channel < 3; channel++)
      for (let y = 0; y < patchSize; y++) {
        let source = ((row * patchSize + y) * width + column * patchSize) * 3 + channel;
        for (let x = 0; x < patchSize; x++, source += 3) patches[target++] = rgb[source]!;
      }
  return patches;
}

/** Patches as transformers' image processor gives them, [patches, 3·frames·patchSize²]: normalised, the still picture as every frame. */
export function normalisePatches(patches: Uint8Array, config: ProcessorConfig): Float32Array {
  const { temporalPatchSize: frames, patchSize } = config;
  const area = patchSize * patchSize;
  const table = normalisationTable(config);
  const pixels = new Float32Array(patches.length * frames);
  for (let plane = 0; plane < patches.length / area; plane++) {
    const channel = (plane % 3) * 256;
    const first = plane * frames * area;
    for (let i = 0; i < area; i++) pixels[first + i] = table[channel + patches[plane * area + i]!]!;
    for (let t = 1; t < frames; t++) pixels.copyWithin(first + t * area, first, first + area);
  }
  return pixels;
}

/** Grid positions block by block, so that the patches that merge into one token are neighbours. */
function* patchOrder(gridH: number, gridW: number, mergeSize: number): Generator<readonly [number, number]> {
  for (let top = 0; top < gridH; top += mergeSize)
    for (let left = 0; left < gridW; left += mergeSize)
      for (let y = 0; y < mergeSize; y++) for (let x = 0; x < mergeSize; x++) yield [top + y, left + x];
}

/** The f32 value of each byte of each channel, [3·256], rounded after every step as transformers' image processor on Pillow does. */
export function normalisationTable({ rescaleFactor, mean, std }: ProcessorConfig): Float32Array {
  return Float32Array.from({ length: 3 * 256 }, (_, i) => {
    const channel = Math.floor(i / 256);
    const [shift, scale] = [Math.fround(mean[channel]!), Math.fround(std[channel]!)];
    return Math.fround(Math.fround((i % 256) * rescaleFactor) - shift) / scale;
  });
}
