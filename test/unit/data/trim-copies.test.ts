import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { trimCopies } from '../../../src-main/data/trim-copies.ts';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'quartet-copies-'))));

afterEach(() => rmSync(folder, { recursive: true }));

/** A file of 100 bytes that was last opened so many hours ago. */
function put(name: string, hours: number): void {
  const file = join(folder, name);
  writeFileSync(file, Buffer.alloc(100));
  const at = new Date(Date.now() - hours * 3_600_000);
  utimesSync(file, at, at);
}

test('the longest unused copies make room, and those of a day never', async () => {
  for (const [name, hours] of [
    ['a', 72],
    ['b', 96],
    ['c', 48],
    ['d', 1],
  ] as const)
    put(name, hours);
  await trimCopies(folder, 300);
  expect(readdirSync(folder)).toEqual(['a', 'c', 'd']);
  await trimCopies(folder, 0);
  expect(readdirSync(folder)).toEqual(['d']);
});

test('what a killed conversion left goes; one that another process writes stays', async () => {
  put('x.nf4.safetensors.0a1b2c3d.tmp', 1);
  put('y.nf4.safetensors.0a1b2c3d.tmp', 0);
  await trimCopies(folder, 1000);
  expect(readdirSync(folder)).toEqual(['y.nf4.safetensors.0a1b2c3d.tmp']);
});

test('a folder that is not there yet is empty', async () => {
  await trimCopies(join(folder, 'none'), 1);
});
