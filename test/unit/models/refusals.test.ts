import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSnapshot } from '../../../src-main/data/snapshot.ts';
import { readAdapter } from '../../../src-main/models/lora/adapter-file.ts';
import { openModel } from '../../../src-main/models/open-model.ts';
import { openCase, parityFolder } from '../../parity/case.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-refusals-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function edit(file: string, change: (json: Record<string, unknown>) => void): Promise<void> {
  const json = JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, unknown>;
  change(json);
  await writeFile(join(folder, file), JSON.stringify(json));
}

test('an unknown architecture is named, and those that are known', async () => {
  await cp(join(parityFolder, 'models/tied'), folder, { recursive: true });
  await edit('config.json', (json) => (json['model_type'] = 'llava_onevision'));
  await expect(openModel(await openSnapshot(folder))).rejects.toThrow(
    /model_type "llava_onevision".*qwen2_5_vl/,
  );
});

test('a missing field of config.json is named', async () => {
  await cp(join(parityFolder, 'models/tied'), folder, { recursive: true });
  await edit('config.json', (json) => delete json['num_key_value_heads']);
  await expect(openModel(await openSnapshot(folder))).rejects.toThrow(/num_key_value_heads/);
});

test('an adapter of another model is refused by its first key, not loaded in part', async () => {
  const { folder: adapter } = await openCase('untied-36x36');
  const { model } = await openCase('tied-one-window');
  await expect(readAdapter(join(adapter, 'adapter'), model)).rejects.toThrow(/adapter_model\.safetensors/);
});

test('an adapter whose configuration names more modules than its file holds is refused', async () => {
  const { folder: adapter, model } = await openCase('tied-one-window');
  await cp(join(adapter, 'adapter'), folder, { recursive: true });
  await edit(
    'adapter_config.json',
    (json) =>
      (json['target_modules'] = [
        'q_proj',
        'attn.proj',
        'k_proj',
        'v_proj',
        'o_proj',
        'gate_proj',
        'up_proj',
        'down_proj',
      ]),
  );
  await expect(readAdapter(folder, model)).rejects.toThrow(/4 of \d+ modules .* have no weights/);
});

test.each([
  ['use_dora', true],
  ['bias', 'all'],
  ['modules_to_save', ['lm_head']],
  ['rank_pattern', { q_proj: 2 }],
] as const)('%s = %j is refused, since it would change the answers', async (field, value) => {
  const { folder: adapter, model } = await openCase('tied-one-window');
  await cp(join(adapter, 'adapter'), folder, { recursive: true });
  await edit('adapter_config.json', (json) => (json[field] = value));
  await expect(readAdapter(folder, model)).rejects.toThrow(new RegExp(`${field} = .* not supported`));
});
