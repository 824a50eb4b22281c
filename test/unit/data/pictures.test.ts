import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { decodePicture } from '../../../src-main/data/pictures.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/pictures');
const folder = mkdtempSync(join(tmpdir(), 'quartet-pictures-'));

afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, bytes: Uint8Array | string): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG that claims a size, with the pixels given. */
function png(
  width: number,
  height: number,
  bits: number,
  colourType: number,
  pixels: Uint8Array,
  extra: Uint8Array = new Uint8Array(),
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([bits, colourType], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    pngChunk('IHDR', head),
    extra,
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('warnings', () => {
  it.each([
    ['jpeg-420.jpg', []],
    ['png-palette-transparent.png', []],
    ['jpeg-exif-rotated.jpg', ['picture-rotated']],
    ['jpeg-cmyk.jpg', ['picture-cmyk']],
    ['png-16-bit-grey.png', ['picture-16-bit-grey']],
    ['png-animated.png', ['picture-animated']],
    ['webp-animated.webp', ['picture-animated']],
    ['gif-animated.gif', ['picture-animated', 'picture-inexact']],
  ])('%s: %j', async (name, codes) => {
    const { warnings } = await decodePicture(join(fixtures, name));
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('16-bit grey', () => {
  const row = [0, 0, 0, 0, 200, 0, 255, 1, 0, 255, 255];

  it('clips at 255, as Pillow does, also with one transparent value', async () => {
    const transparent = pngChunk('tRNS', Uint8Array.of(0, 200));
    for (const extra of [Buffer.alloc(0), transparent]) {
      const { rgb } = await decodePicture(fileOf('grey.png', png(5, 1, 16, 0, Uint8Array.from(row), extra)));
      expect([...rgb]).toEqual([0, 200, 255, 255, 255].flatMap((value) => [value, value, value]));
    }
  });

  it('keeps the upper byte when there is an alpha channel, as Pillow does', async () => {
    const pixels = Uint8Array.of(0, 1, 255, 0, 0, 200, 0, 255, 255);
    const { rgb, warnings } = await decodePicture(fileOf('grey-alpha.png', png(2, 1, 16, 4, pixels)));
    expect([...rgb]).toEqual([1, 1, 1, 200, 200, 200]);
    expect(warnings).toEqual([]);
  });
});

describe('files that cannot be used', () => {
  const jpeg = readFileSync(join(fixtures, 'jpeg-420.jpg'));
  const webp = readFileSync(join(fixtures, 'webp-lossy.webp'));

  it.each([
    ['empty.jpg', '', /has zero bytes\. Copy it again/],
    ['text.png', 'hello', /damaged, cut off, or no picture/],
    ['cut.jpg', jpeg.subarray(0, jpeg.length / 2), /premature end of JPEG/],
    ['cut.webp', webp.subarray(0, webp.length / 2), /damaged, cut off/],
    [
      'vector.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"/>',
      /its format svg is not supported/,
    ],
    [
      'huge.png',
      png(10_000, 10_000, 8, 2, new Uint8Array(9)),
      /10000×10000 is 100 megapixels, the limit is 100/,
    ],
    ['bomb.png', png(60_000, 60_000, 1, 0, new Uint8Array(9)), /3600 megapixels/],
  ])('%s', async (name, bytes, message) => {
    const file = fileOf(name, bytes);
    const error: unknown = await decodePicture(file).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(message) as string });
    expect(error).toMatchObject({ message: expect.stringContaining(file) as string });
  });

  it('absent', async () => {
    await expect(decodePicture(join(folder, 'none.png'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
