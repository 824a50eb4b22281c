import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodePicture } from '../../src-main/data/pictures.ts';
import { resizeBicubic } from '../../src-main/data/pillow-resize.ts';
import { cutPatches, normalisePatches, smartResize } from '../../src-main/models/qwen-vl/processor.ts';
import type { ProcessorConfig } from '../../src-main/models/qwen-vl/processor-config.ts';

interface Expected {
  readonly pictures: Readonly<Record<string, ExpectedPicture>>;
  /** height, width, least and most pixels, and the height and width that come of them */
  readonly smartResize: readonly (readonly [number, number, number, number, number, number])[];
}

interface ExpectedPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
  readonly resized: readonly { readonly width: number; readonly height: number; readonly rgb: string }[];
  readonly patches?: {
    readonly grid: readonly number[];
    readonly pixels: string;
    readonly first: readonly number[];
  };
}

const folder = join(import.meta.dirname, '../fixtures/pictures');
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
const limits = { minPixels: 56 * 56, maxPixels: 112 * 112, factor: 28 };
const processor: ProcessorConfig = {
  ...limits,
  patchSize: 14,
  mergeSize: 2,
  temporalPatchSize: 2,
  rescaleFactor: 1 / 255,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function resized(name: string, size: { width: number; height: number }): Promise<Uint8Array> {
  const { rgb, width, height } = await decodePicture(join(folder, name));
  return resizeBicubic(rgb, width, height, size.width, size.height);
}

describe.each(Object.entries(expected.pictures))('%s', (name, want) => {
  it("decodes to the bytes of Pillow's convert('RGB')", async () => {
    const { width, height, rgb } = await decodePicture(join(folder, name));
    expect([width, height, sha256(rgb)]).toEqual([want.width, want.height, want.rgb]);
  });

  it.each(want.resized)(
    "resizes to $width×$height like Pillow's bicubic filter",
    async ({ width, height, rgb }) => {
      expect(sha256(await resized(name, { width, height }))).toBe(rgb);
    },
  );
});

const patched = Object.entries(expected.pictures).filter(([, { patches }]) => patches);

it('has 30 pictures, 6 of them as patches', () => {
  expect([Object.keys(expected.pictures).length, patched.length]).toEqual([30, 6]);
});

it.each(patched)(
  '%s: the patches of transformers, to the last bit',
  async (name, { width, height, patches }) => {
    const size = smartResize(height, width, limits);
    const bytes = cutPatches(await resized(name, size), size.width, size.height, processor);
    const pixels = normalisePatches(bytes, processor);
    expect([1, size.height / 14, size.width / 14]).toEqual(patches!.grid);
    expect([...pixels.subarray(0, 4)]).toEqual(patches!.first);
    expect(sha256(new Uint8Array(pixels.buffer))).toBe(patches!.pixels);
  },
);

it("finds the sizes of transformers' smart_resize", () => {
  const sizes = expected.smartResize.map(([height, width, minPixels, maxPixels]) => {
    const result = smartResize(height, width, { minPixels, maxPixels, factor: 28 });
    return [height, width, minPixels, maxPixels, result.height, result.width];
  });
  expect(sizes).toEqual(expected.smartResize);
});
