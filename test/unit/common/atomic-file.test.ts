import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically, writeFileAtomic } from '../../../src-main/common/atomic-file.ts';
import { QuartetError } from '../../../src-main/common/errors.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-atomic-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('it writes a file, its folders too, and leaves nothing beside it', async () => {
  await writeFileAtomic(join(folder, 'a', 'b.txt'), '밤');
  expect(await readFile(join(folder, 'a', 'b.txt'), 'utf8')).toBe('밤');
  expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
});

test('a write that fails midway leaves the old content and no rest', async () => {
  const path = join(folder, 'b.txt');
  await writeFile(path, 'old');
  const write = writeAtomically(path, async (handle) => {
    await handle.writeFile('half of the new');
    throw new Error('the lights went out');
  });
  await expect(write).rejects.toThrow(/b\.txt.*the lights went out/);
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['b.txt']);
});

test.runIf(process.platform === 'linux')('a full disk is told as one', async () => {
  const write = writeAtomically(join(folder, 'b.txt'), async () => {
    await writeFile('/dev/full', 'x');
  });
  await expect(write).rejects.toMatchObject({ code: 'OUT_OF_SPACE' });
  await expect(write).rejects.toThrow(/Free some space/);
});

test('an error that says enough already is passed on as it is', async () => {
  const error = new QuartetError('INTERNAL', 'shape');
  await expect(writeAtomically(join(folder, 'b.txt'), () => Promise.reject(error))).rejects.toBe(error);
});
