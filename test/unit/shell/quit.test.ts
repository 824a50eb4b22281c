import { expect, test } from 'vitest';
import { quitStep, type QuitStep } from '../../../src-main/shell/quit.ts';

test.each<[string, 'window-closed' | 'quit', string[], NodeJS.Platform, QuitStep]>([
  ['nothing runs: closing ends', 'window-closed', [], 'win32', 'quit'],
  ['a run is active: closing asks', 'window-closed', ['run-1'], 'linux', 'ask'],
  ['a run is active: quitting asks', 'quit', ['run-1'], 'darwin', 'ask'],
  ['on a Mac closing hides', 'window-closed', [], 'darwin', 'hide'],
  ['on a Mac closing hides while a run goes on', 'window-closed', ['run-1'], 'darwin', 'hide'],
  ['on a Mac quitting ends', 'quit', [], 'darwin', 'quit'],
])('%s', (_, cause, active, platform, step) => {
  expect(quitStep({ cause, active, platform })).toBe(step);
});
