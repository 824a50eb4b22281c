import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeHome, standIn } from '../fixtures/home.ts';

const launcher = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));
let places: Awaited<ReturnType<typeof makeHome>>[];

beforeEach(async () => {
  places = [await makeHome(), await makeHome()];
});

afterEach(async () => {
  for (const place of places) await place.close();
});

/** Runs a command in the first or the second home; its JSON and exit code. */
function quartet(home: 0 | 1, ...args: string[]): Promise<{ code: number | null; data: unknown }> {
  const { home: QUARTET_HOME, folder: cwd } = places[home]!;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [launcher, ...args, '--json'],
      { env: { ...process.env, QUARTET_HOME, QUARTET_ENGINE: standIn }, cwd },
      (_, stdout) => resolve({ code: child.exitCode, data: JSON.parse(stdout) as unknown }),
    );
  });
}

test('two command lines on one folder show one leaderboard', async () => {
  const shared = join(places[0]!.folder, '공유 폴더');
  expect(await quartet(0, 'share', shared)).toMatchObject({
    code: 2,
    data: { error: { code: 'NOT_FOUND', message: expect.stringContaining(shared) as string } },
  });
  expect(await quartet(0, 'share', 'sync')).toMatchObject({ data: { error: { code: 'NOT_FOUND' } } });
  await mkdir(shared);
  const trained = await quartet(0, 'train', places[0]!.challenge, '--name', 'first', '--member', '수진');
  expect(trained.code).toBe(0);
  expect(await quartet(0, 'share', shared)).toMatchObject({ code: 0, data: { publishedRuns: 1 } });
  expect(await quartet(1, 'share', shared)).toMatchObject({ code: 0, data: { receivedRuns: 1 } });
  expect(await quartet(1, 'share', 'status')).toMatchObject({
    data: { folder: shared, reachable: true, published: 0, received: 1, waitingEdits: 0 },
  });
  const [hers, his] = [await quartet(0, 'leaderboard'), await quartet(1, 'leaderboard')];
  expect(his.data).toEqual(hers.data);
  expect(his.data).toMatchObject([{ name: 'first', member: '수진', public: expect.any(Number) as number }]);
  expect(await quartet(1, 'share', 'off')).toMatchObject({ code: 0 });
  expect(await quartet(1, 'share')).toMatchObject({ data: { error: { code: 'NOT_FOUND' } } });
});
