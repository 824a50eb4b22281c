import { expect, test } from 'vitest';
import { matchModules } from '../../../../src-main/models/lora/match.ts';
import type { LinearModule } from '../../../../src-main/models/family.ts';

const module = (path: string): LinearModule => ({
  path,
  weight: `${path}.weight`,
  inFeatures: 4,
  outFeatures: 4,
  reads: path,
  pad: null,
  rows: path.includes('visual') ? 'vision' : 'text',
});
const modules = [
  'model.visual.blocks.0.attn.qkv',
  'model.visual.blocks.0.mlp.up_proj',
  'model.language_model.layers.0.self_attn.q_proj',
  'model.language_model.layers.0.mlp.up_proj',
  'model.language_model.layers.1.mlp.up_proj',
].map(module);

function match(
  targetModules: string[] | string,
  excludeModules: string[] | string | null = null,
  vision = true,
): string[] {
  return matchModules(modules, { targetModules, excludeModules, vision }).map(({ path }) => path);
}

test('a list matches whole path segments at the end, in the vision tower too', () => {
  expect(match(['up_proj'])).toHaveLength(3);
  expect(match(['mlp.up_proj', 'q_proj'])).toHaveLength(4);
  expect(() => match(['proj'])).toThrow(/matches no Linear/);
});

test('a string is a regular expression over the whole path', () => {
  expect(match(String.raw`.*language_model\.layers\.\d+\.mlp\..*`)).toHaveLength(2);
  expect(() => match('up_proj')).toThrow(/matches no Linear/);
});

test('exclusion and the vision switch take away', () => {
  expect(match(['up_proj'], ['layers.1.mlp.up_proj'])).toHaveLength(2);
  expect(match(['up_proj'], null, false)).toHaveLength(2);
  expect(match(['up_proj'], '.*visual.*')).toHaveLength(2);
});

test('an entry that hits nothing is named', () => {
  expect(() => match(['up_proj', 'k_porj'])).toThrow(/k_porj matches no Linear/);
});
