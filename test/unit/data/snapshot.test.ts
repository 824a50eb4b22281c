import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSnapshot } from '../../../src-main/data/snapshot.ts';
import { writeSafetensors } from '../../../src-main/data/safetensors-write.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quartet-snapshot-'));
  writeFileSync(join(folder, 'config.json'), '{"model_type":"qwen2_5_vl"}');
});

afterEach(() => rmSync(folder, { recursive: true }));

async function writeShards(): Promise<void> {
  await writeSafetensors(join(folder, 'model-1.safetensors'), [
    { name: 'x', shape: [1], data: Float32Array.of(1) },
  ]);
  await writeSafetensors(join(folder, 'model-2.safetensors'), [
    { name: 'y', shape: [1], data: Float32Array.of(2) },
  ]);
  writeIndex({ x: 'model-1.safetensors', y: 'model-2.safetensors' });
}

function writeIndex(weightMap: unknown): void {
  writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify({ weight_map: weightMap }));
}

it('opens a single file', async () => {
  cpSync(
    join(import.meta.dirname, '../../fixtures/safetensors/mixed.safetensors'),
    join(folder, 'model.safetensors'),
  );
  const { config, tensors } = await openSnapshot(folder);
  expect(config).toEqual({ model_type: 'qwen2_5_vl' });
  expect([...tensors.keys()].sort()).toEqual(['bf16', 'empty', 'f16', 'f32', 'ids', 'scalar']);
});

it('opens shards', async () => {
  await writeShards();
  const { tensors } = await openSnapshot(folder);
  expect([...tensors.values()].map(({ name, file }) => [name, file])).toEqual([
    ['x', join(folder, 'model-1.safetensors')],
    ['y', join(folder, 'model-2.safetensors')],
  ]);
});

it('names a missing shard', async () => {
  await writeShards();
  rmSync(join(folder, 'model-2.safetensors'));
  await expect(openSnapshot(folder)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('has no model-2.safetensors') as string,
  });
});

it('names a tensor that is not in its shard', async () => {
  await writeShards();
  writeIndex({ x: 'model-1.safetensors', z: 'model-2.safetensors' });
  await expect(openSnapshot(folder)).rejects.toThrow(/model-2\.safetensors: tensor z, .* is missing/);
});

it.each([[{ x: '../model-1.safetensors' }], [{ x: 3 }]])(
  'refuses the shard name in %j',
  async (weightMap) => {
    writeIndex(weightMap);
    await expect(openSnapshot(folder)).rejects.toThrow(/weight_map places x in .*, which is no file name/);
  },
);

it('says what a folder lacks', async () => {
  await expect(openSnapshot(folder)).rejects.toThrow(
    /has no model\.safetensors \(model\.safetensors\.index\.json\)/,
  );
  writeFileSync(join(folder, 'pytorch_model.bin'), '');
  await expect(openSnapshot(folder)).rejects.toThrow(/PyTorch files/);
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  await expect(openSnapshot(empty)).rejects.toThrow(/has no config\.json/);
  await expect(openSnapshot(join(folder, 'none'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('names a config.json that is cut off', async () => {
  writeFileSync(join(folder, 'config.json'), '{"model_type":');
  await expect(openSnapshot(folder)).rejects.toThrow(/config\.json: not valid JSON/);
});

it('tells a link to nothing', async () => {
  symlinkSync(join('..', '..', 'blobs', 'abc'), join(folder, 'model.safetensors'));
  await expect(openSnapshot(folder)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining(
      `${join(folder, 'model.safetensors')} is a link to ../../blobs/abc, which is not there.`,
    ) as string,
  });
});

it.each([
  ['snapshots/abc', 'blobs/def.incomplete'],
  ['model', 'model/.cache/huggingface/download/x.abc.incomplete'],
  ['model', 'model/.model.safetensors.0123456789ab.part'],
])('tells that the download of %s has not ended: %s', async (model, part) => {
  const place = join(folder, model);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'config.json'), '{}');
  mkdirSync(dirname(join(folder, part)), { recursive: true });
  writeFileSync(join(folder, part), 'half');
  await expect(openSnapshot(place)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining(`The model in ${place} is not fully downloaded`) as string,
  });
});
