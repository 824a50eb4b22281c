import { expect, test } from 'vitest';
import { quartetHome } from '../../../src-main/common/paths.ts';

test.each([
  ['linux', {}, '/home/min/.local/share/quartet'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/quartet'],
  ['darwin', {}, '/home/min/Library/Application Support/Quartet'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Quartet'],
  ['darwin', { QUARTET_HOME: '/elsewhere' }, '/elsewhere'],
] as const)('on %s with %o it is %s', (platform, env, expected) => {
  expect(quartetHome(env, platform, '/home/min')).toBe(expected);
});
