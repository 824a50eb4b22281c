import { expect, test } from 'vitest';
import { modelReference } from '../../../../src-main/services/python-export/model-reference.ts';

test.each([
  ['/models/Qwen2.5-VL-7B-Instruct', 'Qwen/Qwen2.5-VL-7B-Instruct'],
  ['D:\\models\\Qwen2.5-VL-3B-Instruct\\', 'Qwen/Qwen2.5-VL-3B-Instruct'],
  ['/cache/hub/models--Qwen--Qwen2.5-VL-7B-Instruct/snapshots/cc594898', 'Qwen/Qwen2.5-VL-7B-Instruct'],
  ['/cache/hub/models--our-team--qwen--tuned/snapshots/1', 'our-team/qwen--tuned'],
  ['/models/our-own', '/models/our-own'],
])('%s is %s', (folder, expected) => {
  expect(modelReference(folder)).toBe(expected);
});
