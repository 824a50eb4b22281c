import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  cachedSnapshot,
  huggingFaceCache,
  isRepoId,
  snapshotName,
} from '../../../src-main/services/hugging-face-cache.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'quartet-hf-'));
});

afterEach(() => rmSync(home, { recursive: true }));

function keep(commit: string): string {
  const folder = join(home, 'hub', 'models--Qwen--Qwen2-VL-2B', 'snapshots', commit);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), '{}');
  return folder;
}

it('finds the cache where Hugging Face’s tools keep it', () => {
  expect(huggingFaceCache({ HF_HUB_CACHE: '/a', HF_HOME: '/b' })).toBe('/a');
  expect(huggingFaceCache({ HF_HOME: '/b' })).toBe(join('/b', 'hub'));
  expect(huggingFaceCache({ XDG_CACHE_HOME: '/c' })).toBe(join('/c', 'huggingface', 'hub'));
});

it('finds the snapshot of main, or the only one', () => {
  const env = { HF_HOME: home };
  expect(cachedSnapshot('Qwen/Qwen2-VL-2B', env)).toBeNull();
  const first = keep('aaa');
  expect(cachedSnapshot('Qwen/Qwen2-VL-2B', env)).toBe(first);
  const second = keep('bbb');
  expect(cachedSnapshot('Qwen/Qwen2-VL-2B', env)).toBeNull();
  const refs = join(home, 'hub', 'models--Qwen--Qwen2-VL-2B', 'refs');
  mkdirSync(refs);
  writeFileSync(join(refs, 'main'), 'bbb');
  expect(cachedSnapshot('Qwen/Qwen2-VL-2B', env)).toBe(second);
  expect(snapshotName(second)).toBe('Qwen2-VL-2B');
  // Another revision than the one that is meant is no answer.
  writeFileSync(join(refs, 'main'), 'ccc');
  expect(cachedSnapshot('Qwen/Qwen2-VL-2B', env)).toBeNull();
});

it('tells a repository from a path', () => {
  expect(
    ['Qwen/Qwen2.5-VL-3B-Instruct', 'tiny-vl', '/models/x', './a', '../a/b', 'a/b/c'].map(isRepoId),
  ).toEqual([true, false, false, false, false, false]);
});
