import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';

const file = (name: string) => readFile(join(import.meta.dirname, '..', '..', '..', 'build', 'icon', name));

test('the Windows icon holds a picture of each size where its directory says', async () => {
  const ico = await file('icon.ico');
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, i) => 6 + 16 * i).map(async (at) => {
    const [length, offset] = [ico.readUInt32LE(at + 8), ico.readUInt32LE(at + 12)];
    const { width } = await sharp(ico.subarray(offset, offset + length)).metadata();
    expect(width % 256).toBe(ico[at]);
    return width;
  });
  expect(await Promise.all(sizes)).toEqual([16, 24, 32, 48, 64, 128, 256]);
});

test('the Apple icon is one chain of pictures', async () => {
  const icns = await file('icon.icns');
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const widths: number[] = [];
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
    widths.push((await sharp(icns.subarray(at + 8, at + icns.readUInt32BE(at + 4))).metadata()).width);
  expect(widths).toEqual([16, 32, 64, 128, 256, 512, 1024]);
});
