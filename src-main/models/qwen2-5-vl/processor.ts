import { QuartetError } from '../../common/errors.ts';
import type { ProcessorConfig } from './processor-config.ts';

/** The patches of a picture: `pixels` is [gridH·gridW, 3·temporalPatchSize·patchSize²]. */
export interface Patches {
  readonly pixels: Float32Array;
  readonly gridH: number;
  readonly gridW: number;
}

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
      `A picture of ${width}×${height} is ${Math.round(aspect)} times as long as wide; the model takes up to 200. Crop it.`,
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
 * Normalises a picture [height, width, 3], whose sides are multiples of patchSize·mergeSize, and cuts it into patches.
 * Rows go by (block row, block column, row in block, column in block), values in a row by (channel, frame, y, x); the
 * still picture is every frame.
 */
export function patchify(rgb: Uint8Array, width: number, height: number, config: ProcessorConfig): Patches {
  const { patchSize, mergeSize, temporalPatchSize } = config;
  const factor = patchSize * mergeSize;
  if (width % factor !== 0 || height % factor !== 0 || rgb.length !== width * height * 3)
    throw new QuartetError(
      'INTERNAL',
      `patchify: ${width}×${height} with ${rgb.length} bytes is not a multiple of ${factor}.`,
    );
  const [gridH, gridW] = [height / patchSize, width / patchSize];
  const tables = [0, 1, 2].map((channel) => normalisationTable(config, channel));
  const area = patchSize * patchSize;
  const pixels = new Float32Array(gridH * gridW * 3 * temporalPatchSize * area);
  let target = 0;
  for (const [row, column] of patchOrder(gridH, gridW, mergeSize))
    for (const [channel, table] of tables.entries()) {
      const frame = target;
      for (let y = 0; y < patchSize; y++) {
        let source = ((row * patchSize + y) * width + column * patchSize) * 3 + channel;
        for (let x = 0; x < patchSize; x++, source += 3) pixels[target++] = table[rgb[source]!]!;
      }
      for (let t = 1; t < temporalPatchSize; t++, target += area)
        pixels.copyWithin(target, frame, frame + area);
    }
  return { pixels, gridH, gridW };
}

/** Grid positions block by block, so that the patches that merge into one token are neighbours. */
function* patchOrder(gridH: number, gridW: number, mergeSize: number): Generator<readonly [number, number]> {
  for (let top = 0; top < gridH; top += mergeSize)
    for (let left = 0; left < gridW; left += mergeSize)
      for (let y = 0; y < mergeSize; y++) for (let x = 0; x < mergeSize; x++) yield [top + y, left + x];
}

/** The f32 value of each byte, rounded after every step as transformers' image processor on Pillow does. */
function normalisationTable(config: ProcessorConfig, channel: number): Float32Array {
  const { rescaleFactor, mean, std } = config;
  const [shift, scale] = [Math.fround(mean[channel]!), Math.fround(std[channel]!)];
  return Float32Array.from(
    { length: 256 },
    (_, byte) => Math.fround(Math.fround(byte * rescaleFactor) - shift) / scale,
  );
}
