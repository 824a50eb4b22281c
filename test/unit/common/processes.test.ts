import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isAlive, processToken, residentMb } from '../../../src-main/common/processes.ts';

test('this process lives, under its token and its bare pid', () => {
  expect(isAlive(processToken())).toBe(true);
  expect(isAlive(String(process.pid))).toBe(true);
});

test('a process that ended does not', async () => {
  const child = spawn(process.execPath, ['-e', '0']);
  const token = processToken(child.pid);
  await once(child, 'exit');
  expect(isAlive(token)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'a pid that another process took over is not the one that was meant',
  () => {
    expect(isAlive(`${process.pid}:1`)).toBe(false);
  },
);

test.runIf(process.platform === 'linux')('resident memory agrees with what Node says of itself', () => {
  const own = process.memoryUsage.rss() / 2 ** 20;
  expect(Math.abs((residentMb(process.pid) ?? 0) - own)).toBeLessThan(own / 5);
  expect(residentMb(2 ** 30)).toBeNull();
});
