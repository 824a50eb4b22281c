import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unzip, zipLimits } from '../../../../src-main/services/import/unzip.ts';

let place: string;
let target: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'quartet-zip-'));
  target = join(place, 'out');
  await mkdir(target);
});

afterEach(() => rm(place, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function zipFile(files: Record<string, Uint8Array>, level: 0 | 6 = 6): Promise<string> {
  const file = join(place, 'made.zip');
  await writeFile(file, zipSync(files, { level }));
  return file;
}

test('files land below the folder, whatever the archiver; what archivers and trainings add does not', async () => {
  const file = await zipFile({
    'run/run.json': bytes('{}'),
    'run\\adapter\\adapter_config.json': bytes('{"r":8}'),
    '__MACOSX/run/._run.json': bytes('x'),
    'run/.DS_Store': bytes('x'),
    'run/checkpoints/step-1/state.json': bytes('x'),
  });
  await unzip(file, target);
  expect(await readFile(join(target, 'run', 'run.json'), 'utf8')).toBe('{}');
  expect(await readFile(join(target, 'run', 'adapter', 'adapter_config.json'), 'utf8')).toBe('{"r":8}');
  for (const gone of ['__MACOSX', 'run/.DS_Store', 'run/checkpoints'])
    expect(existsSync(join(target, gone)), gone).toBe(false);
});

test.each(['../evil.txt', 'run/../../evil.txt', '/evil.txt', 'C:/evil.txt', '..\\evil.txt'])(
  'a path that escapes is refused: %s',
  async (name) => {
    const file = await zipFile({ [name]: bytes('evil') });
    await expect(unzip(file, target)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('outside the folder') as string,
    });
    expect(existsSync(join(place, 'evil.txt'))).toBe(false);
    expect(existsSync('/evil.txt')).toBe(false);
  },
);

test('an archive that was cut off, or is none, or lost a bit, is told as damaged', async () => {
  const file = await zipFile({ 'run/run.json': bytes('{"format":1}'.repeat(100)) }, 0);
  const whole = await readFile(file);
  const says = { code: 'INVALID_INPUT', message: expect.stringContaining('damaged') as string };
  await writeFile(file, whole.subarray(0, whole.length - 30));
  await expect(unzip(file, target)).rejects.toMatchObject(says);
  await writeFile(file, 'no archive at all');
  await expect(unzip(file, target)).rejects.toMatchObject(says);
  const bent = Buffer.from(whole);
  bent[200]! ^= 1;
  await writeFile(file, bent);
  await expect(unzip(file, target)).rejects.toMatchObject({
    message: expect.stringContaining('run/run.json does not have the checksum') as string,
  });
});

test.each([
  ['too many files', { ...zipLimits, entries: 1 }],
  ['too much in all', { ...zipLimits, bytes: 1500 }],
  ['one text too long', { ...zipLimits, textBytes: 900 }],
])('limits: %s', async (_, limits) => {
  const file = await zipFile({ a: bytes('x'.repeat(1000)), b: bytes('x'.repeat(1000)) });
  await expect(unzip(file, target, limits)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('too large') as string,
  });
});

test('a missing file is not found', async () => {
  await expect(unzip(join(place, 'nowhere.zip'), target)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
