import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cutPatches, normalisePatches, smartResize } from '../../../../src-main/models/qwen-vl/processor.ts';
import { loadProcessorConfig } from '../../../../src-main/models/qwen-vl/processor-config.ts';

const fields = {
  patch_size: 14,
  merge_size: 2,
  temporal_patch_size: 2,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
};
const config = {
  minPixels: 3136,
  maxPixels: 12845056,
  patchSize: 14,
  mergeSize: 2,
  temporalPatchSize: 2,
  rescaleFactor: 1 / 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
} as const;

describe('loadProcessorConfig', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quartet-processor-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, json: unknown): void =>
    writeFileSync(join(folder, name), JSON.stringify(json));

  it('reads what the hub has, and both forms of transformers 5', async () => {
    const size = { shortest_edge: 3136, longest_edge: 12845056 };
    write('processor_config.json', {
      image_processor: { ...fields, size },
      processor_class: 'Qwen2_5_VLProcessor',
    });
    expect(await loadProcessorConfig(folder)).toEqual(config);
    write('preprocessor_config.json', { ...fields, size, min_pixels: null });
    expect(await loadProcessorConfig(folder)).toEqual(config);
    write('preprocessor_config.json', {
      ...fields,
      min_pixels: 784,
      max_pixels: 12845056,
      resample: 3,
      do_rescale: true,
    });
    expect(await loadProcessorConfig(folder)).toEqual({ ...config, minPixels: 784 });
  });

  it.each([
    [
      { ...fields, min_pixels: 1, max_pixels: 9, patch_size: undefined },
      /preprocessor_config\.json: [^]*patch_size/,
    ],
    [{ ...fields, min_pixels: 1, max_pixels: 9, image_mean: [0.5] }, /image_mean/],
    [{ ...fields, min_pixels: 1, max_pixels: 9, resample: 2 }, /only bicubic resampling/],
    [{ ...fields, min_pixels: 1, max_pixels: 9, do_normalize: false }, /do_normalize/],
    [fields, /min_pixels and max_pixels are missing/],
  ])('refuses what it cannot follow: %j', async (json, message) => {
    write('preprocessor_config.json', json);
    await expect(loadProcessorConfig(folder)).rejects.toThrow(message);
  });

  it('says that there is none', async () => {
    await expect(loadProcessorConfig(folder)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(folder) as string,
    });
  });
});

describe('smartResize', () => {
  it('rounds halves to the even multiple', () => {
    const limits = { minPixels: 784, maxPixels: 10 ** 6, factor: 28 };
    expect(smartResize(350, 70, limits)).toEqual({ height: 336, width: 56 });
    expect(smartResize(42, 98, limits)).toEqual({ height: 56, width: 112 });
  });

  it('refuses pictures of more than 200 to 1', () => {
    const limits = { minPixels: 784, maxPixels: 10 ** 6, factor: 28 };
    expect(smartResize(200, 1, limits)).toEqual({ height: 420, width: 28 });
    expect(() => smartResize(1, 201, limits)).toThrow(/201×1 is 201 times as long as wide/);
  });
});

describe('patches', () => {
  it('puts each pixel where the reference says: blocks of 2×2 patches, then channel, frame, y, x', () => {
    const [width, height] = [56, 28];
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 7) % 256);
    const pixels = normalisePatches(cutPatches(rgb, width, height, config), config);
    expect(pixels.length).toBe(8 * 1176);
    const order = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
    ] as const;
    for (const [row, [patchY, patchX]] of order.entries())
      for (const [c, t, y, x] of [
        [0, 0, 0, 0],
        [1, 1, 5, 9],
        [2, 0, 13, 13],
        [2, 1, 13, 0],
      ] as const) {
        const byte = rgb[((patchY * 14 + y) * width + patchX * 14 + x) * 3 + c]!;
        expect(pixels[row * 1176 + c * 392 + t * 196 + y * 14 + x]).toBeCloseTo(byte / 127.5 - 1, 6);
      }
  });

  it('refuses sizes that do not fit', () => {
    expect(() => cutPatches(new Uint8Array(30 * 28 * 3), 30, 28, config)).toThrow(
      /30×28 with 2520 bytes is not a multiple of 28/,
    );
  });
});
