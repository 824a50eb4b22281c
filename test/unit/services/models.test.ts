import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { homePaths } from '../../../src-main/common/paths.ts';
import { inspectModel } from '../../../src-main/services/model-inspect.ts';
import { identifyModel, modelFolder, type ModelPlaces } from '../../../src-main/services/models.ts';

const repo = 'Qwen/Qwen2.5-VL-3B-Instruct';
const resources = join(import.meta.dirname, '../../../resources');
let folder: string;
let places: ModelPlaces;
let downloaded: string;
let cached: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quartet-models-'));
  places = { resources, paths: homePaths(join(folder, 'home')) };
  downloaded = join(folder, 'home', 'models', 'Qwen', 'Qwen2.5-VL-3B-Instruct');
  cached = join(folder, 'cache', 'models--Qwen--Qwen2.5-VL-3B-Instruct', 'snapshots', 'c0ffee');
  vi.stubEnv('HF_HUB_CACHE', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function put(place: string): void {
  cpSync(join(resources, 'tiny-vl'), place, { recursive: true });
}

test('a repository is found where it was downloaded, before the cache', async () => {
  put(cached);
  expect(modelFolder(places, repo)).toBe(cached);
  put(downloaded);
  expect(modelFolder(places, repo)).toBe(downloaded);
  expect(await identifyModel(places, repo)).toMatchObject({
    folder: downloaded,
    name: 'Qwen2.5-VL-3B-Instruct',
  });
  expect(await inspectModel(places, repo)).toMatchObject({ folder: downloaded, family: 'qwen2_5_vl' });
});

test('a download that has not ended gives way to the cache, and is told where there is none', () => {
  put(downloaded);
  writeFileSync(join(downloaded, '.model.safetensors.part'), '');
  expect(() => modelFolder(places, repo)).toThrow(/not fully downloaded/);
  put(cached);
  expect(modelFolder(places, repo)).toBe(cached);
});

test('a link from the home folder to a model elsewhere serves', () => {
  put(join(folder, 'disk'));
  mkdirSync(join(downloaded, '..'), { recursive: true });
  symlinkSync(join(folder, 'disk'), downloaded);
  expect(modelFolder(places, repo)).toBe(downloaded);
});

test('one that is nowhere is told with both places that were looked into', () => {
  mkdirSync(downloaded, { recursive: true });
  let message = '';
  try {
    modelFolder(places, repo);
  } catch (error) {
    message = (error as Error).message;
  }
  for (const place of [repo, downloaded, join(folder, 'cache')]) expect(message).toContain(place);
});
