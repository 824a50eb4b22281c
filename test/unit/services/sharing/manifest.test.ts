import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readManifest } from '../../../../src-main/services/sharing/manifest.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const run = '0198c0de-0000-7000-8000-000000000001';
const file = (path: string) => ({ path, bytes: 1, sha256: '0'.repeat(64) });

async function read(manifest: unknown) {
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return readManifest(folder);
}

test('a folder without a manifest is not finished', async () => {
  expect(await readManifest(folder)).toBeNull();
});

test('of its files those are read that belong to a run, wherever the others lead', async () => {
  const wanted = ['run.json', 'predictions.csv', 'adapter/adapter_model.safetensors'];
  const others = [
    '../settings.json',
    'adapter/../../settings.json',
    'adapter/..',
    'adapter/.hidden',
    '/etc/passwd',
    'C:\\Users\\x',
    'adapter\\x',
    'checkpoints/step.bin',
    'of-a-newer-version.json',
  ];
  const found = await read({ format: 1, run, made: 1, files: [...wanted, ...others].map(file) });
  expect(found?.files.map(({ path }) => path)).toEqual(wanted);
});

test.each([
  ['cut off', '{"format": 1,'],
  ['of another layout', { format: 2, run, made: 1, files: [] }],
  ['of no run', { format: 1, run: '..', made: 1, files: [] }],
  ['with a hash that is none', { format: 1, run, made: 1, files: [{ ...file('run.json'), sha256: 'x' }] }],
])('refuses one that is %s, with its name', async (_, manifest) => {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  await writeFile(join(folder, 'manifest.json'), text);
  await expect(readManifest(folder)).rejects.toThrow(/manifest\.json/);
});
