import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFeatureFiles } from '../../../../src-main/train/features/feature-files.ts';

let folder: string;
let warnings: string[];
const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
/** A kept picture: its bytes and a checksum of four. */
const kept = 1004;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-features-'));
  warnings = [];
});

afterEach(() => rm(folder, { recursive: true }));

function open(tower: string, limit = 10 * kept, reserve = 0) {
  return openFeatureFiles(folder, tower, { limit, reserve, warn: (message) => warnings.push(message) });
}

test('what was written is read, by another opening too; what was not is null', async () => {
  const files = await open('a');
  await files.write('picture', bytes);
  expect(await files.read('picture')).toEqual(bytes);
  expect(await (await open('a')).read('picture')).toEqual(bytes);
  expect(await files.read('other')).toBeNull();
  expect(await (await open('b')).read('picture')).toBeNull();
  expect(warnings).toEqual([]);
});

test.each([
  ['one bit is wrong', (file: Buffer) => ((file[500]! ^= 4), file)],
  ['the end is missing', (file: Buffer) => file.subarray(0, 700)],
  ['it is empty', () => Buffer.alloc(0)],
])('a file of which %s counts as none', async (_, damage) => {
  const files = await open('a');
  await files.write('picture', bytes);
  const path = join(folder, 'a', 'picture');
  await writeFile(path, damage(await readFile(path)));
  expect(await files.read('picture')).toBeNull();
  await files.write('picture', bytes);
  expect(await files.read('picture')).toEqual(bytes);
});

test('towers make room, the longest unused first; the own one never', async () => {
  for (const [i, tower] of ['old', 'older', 'recent'].entries()) {
    const files = await open(tower);
    for (const key of ['1', '2', '3']) await files.write(key, bytes);
    const at = new Date(2020, 1, [2, 1, 3][i]);
    await utimes(join(folder, tower), at, at);
  }
  const files = await open('new', 10 * kept);
  await files.write('1', bytes);
  expect((await readdir(folder)).sort()).toEqual(['new', 'old', 'older', 'recent']);
  await files.write('2', bytes);
  expect((await readdir(folder)).sort()).toEqual(['new', 'old', 'recent']);
  for (const key of ['3', '4', '5', '6', '7', '8', '9', '10', '11', '12']) await files.write(key, bytes);
  expect(await readdir(folder)).toEqual(['new']);
  expect(await readdir(join(folder, 'new'))).toHaveLength(10);
  // What no longer fits is said once, and what is there is still read.
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('GiB are used');
  expect(await files.read('1')).toEqual(bytes);
});

test('room that is left to others is not taken', async () => {
  const files = await open('a', 10 * kept, 2 ** 60);
  await files.write('1', bytes);
  await files.write('2', bytes);
  expect(await readdir(join(folder, 'a'))).toEqual([]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/not kept on the disk.*disk is full/s);
});

test('a folder that cannot be made is said once, and nothing is lost', async () => {
  await writeFile(join(folder, 'a'), 'a file in its place');
  const files = await open('a');
  await files.write('1', bytes);
  expect(await files.read('1')).toBeNull();
  expect(warnings).toHaveLength(1);
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('a file in its place');
});

test('leftovers of writers that were killed go once they are old', async () => {
  await mkdir(join(folder, 'a'));
  for (const name of ['1.abcd.tmp', '2.abcd.tmp']) await writeFile(join(folder, 'a', name), bytes);
  const old = new Date(Date.now() - 3_600_000);
  await utimes(join(folder, 'a', '1.abcd.tmp'), old, old);
  await open('a');
  expect(await readdir(join(folder, 'a'))).toEqual(['2.abcd.tmp']);
  expect((await stat(join(folder, 'a'))).isDirectory()).toBe(true);
});
