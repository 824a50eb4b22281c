import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSnapshot } from '../../../../src-main/data/snapshot.ts';
import { matchModules } from '../../../../src-main/models/lora/match.ts';
import { openModel } from '../../../../src-main/models/open-model.ts';
import { parityFolder } from '../../../parity/case.ts';

/** Two blocks in the tower, two layers in the text. */
const { linears } = await openModel(await openSnapshot(join(parityFolder, 'models/qwen2-vl-tied')));

const match = (...targetModules: string[]) =>
  matchModules(linears, { targetModules, excludeModules: null, vision: true });

test('the usual seven suffixes hit the text alone', () => {
  const hit = match('q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj');
  expect(hit).toHaveLength(7 * 2);
  expect(hit.every(({ rows }) => rows === 'text')).toBe(true);
});

test('fc1 and fc2 hit the MLPs of the tower', () => {
  expect(match('fc1', 'fc2')).toEqual(
    [0, 1].flatMap((i) => [
      {
        path: `model.visual.blocks.${i}.mlp.fc1`,
        weight: `visual.blocks.${i}.mlp.fc1.weight`,
        inFeatures: 24,
        outFeatures: 96,
        rows: 'vision',
        reads: `model.visual.blocks.${i}.norm2`,
        pad: 'result',
      },
      {
        path: `model.visual.blocks.${i}.mlp.fc2`,
        weight: `visual.blocks.${i}.mlp.fc2.weight`,
        inFeatures: 96,
        outFeatures: 24,
        rows: 'vision',
        reads: `model.visual.blocks.${i}.mlp.act`,
        pad: 'input',
      },
    ]),
  );
});
