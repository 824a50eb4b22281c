import { execFile } from 'node:child_process';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LeaderboardEntry } from '../../../src-main/services/leaderboard.ts';
import { makeHome, standIn } from '../fixtures/home.ts';

const launcher = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));
let place: Awaited<ReturnType<typeof makeHome>>;

beforeEach(async () => {
  place = await makeHome();
});

afterEach(() => place.close());

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command on one of two machines. */
function on(machine: 'theirs' | 'ours', ...args: string[]): Promise<Answer> {
  const env = { ...process.env, QUARTET_HOME: join(place.folder, machine), QUARTET_ENGINE: standIn };
  return new Promise((resolve) =>
    execFile(process.execPath, [launcher, ...args], { env, cwd: place.folder }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    ),
  );
}

async function boardOf(machine: 'theirs' | 'ours'): Promise<LeaderboardEntry[]> {
  return JSON.parse((await on(machine, 'leaderboard', '--json')).stdout) as LeaderboardEntry[];
}

test('export on one machine, import on another: the same leaderboard; again, and nothing changes', async () => {
  await on(
    'theirs',
    'train',
    place.challenge,
    '--preset',
    'tiny-demo',
    '--name',
    'first',
    '--member',
    '수진',
  );
  await on('theirs', 'train', place.challenge, '--from', 'first', '--name', 'second', '--set', 'lora.r=8');
  for (const name of ['second', 'first']) await on('theirs', 'export', name, '--zip');

  const look = await on('ours', 'import', 'second.zip', '--dry-run');
  expect(look).toMatchObject({ code: 0, stdout: expect.stringMatching(/^new +run +second/m) as string });
  expect(await boardOf('ours')).toEqual([]);
  for (const name of ['second', 'first'])
    expect(await on('ours', 'import', `${name}.zip`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 added, 0 already here, 0 not taken.') as string,
    });
  const board = await boardOf('ours');
  expect(board).toHaveLength(2);
  expect(board).toEqual(await boardOf('theirs'));

  const again = await on('ours', 'import', 'first.zip', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject([
    { verdict: 'here', run: { name: 'first', member: '수진' } },
  ]);
  expect(await boardOf('ours')).toEqual(board);

  const table = await on('ours', 'leaderboard', '--csv', 'board.csv');
  expect(table.stdout).toBe(`${join(place.folder, 'board.csv')}\n`);
  const lines = (await readFile(join(place.folder, 'board.csv'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => line.split(',')[1])).toEqual(['name', ...board.map(({ name }) => name)]);

  // The whole runs folder of a team mate serves as well as a zip.
  const all = await on('ours', 'import', join('theirs', 'runs'));
  expect(all.stdout).toContain('0 added, 2 already here, 0 not taken.');
});

test('archives that are cut off or lead out of their folder: a clear word, exit code 2, nothing kept', async () => {
  await on('theirs', 'train', place.challenge, '--preset', 'tiny-demo', '--name', 'first');
  await on('theirs', 'export', 'first', '--zip');
  const zip = join(place.folder, 'first.zip');
  await truncate(zip, (await readFile(zip)).length - 100);
  expect(await on('ours', 'import', 'first.zip')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/first\.zip is damaged or only a part/) as string,
  });
  await writeFile(join(place.folder, 'evil.zip'), zipSync({ '../../evil.txt': new Uint8Array(1) }));
  expect(await on('ours', 'import', 'evil.zip')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/outside the folder/) as string,
  });
  await writeFile(join(place.folder, 'other.zip'), zipSync({ 'a/readme.txt': new Uint8Array(1) }));
  expect(await on('ours', 'import', 'other.zip')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/neither a run \(run\.json\)/) as string,
  });
  expect(await boardOf('ours')).toEqual([]);
});

test("a submission with what is told of it, and Kaggle's page from a file", async () => {
  const rows = [...Array(40).keys()].map((n) => `test-${n},${'abcd'.charAt(n % 4)}`);
  await writeFile(join(place.folder, '7-submission.csv'), `id,answer\n${rows.join('\n')}\n`);
  const when = new Date(Date.now() - 26 * 3_600_000).toISOString();
  const told = ['--challenge', place.challenge, '--member', '민', '--time', when, '--note', 'by hand'];
  expect((await on('ours', 'import', '7-submission.csv', ...told)).stdout).toContain('1 added');
  expect(await boardOf('ours')).toMatchObject([
    { name: '7-submission', member: '민', public: 1, scoreSource: 'local', created: when },
  ]);
  await writeFile(
    join(place.folder, 'page.txt'),
    '7-submission.csv\nComplete · T · 1d ago\n0.86162\n\nsubmission.csv\nComplete · T · 2d ago\n0.81224\n',
  );
  const look = await on('ours', 'import', '--kaggle', 'page.txt', '--dry-run');
  expect(look.stdout).toMatch(/^1 +7-submission\.csv .* matched +7-submission$/m);
  expect(look.stdout).toContain('Nothing was changed.');
  expect((await on('ours', 'import', '--kaggle', 'page.txt', '--add-unknown')).stdout).toContain(
    '1 scored, 1 added, 0 already here, 0 unassigned, 0 failed on Kaggle.',
  );
  expect((await on('ours', 'import', '--kaggle', 'page.txt', '--add-unknown')).stdout).toContain(
    '0 scored, 0 added, 2 already here',
  );
  expect((await boardOf('ours')).map(({ name, public: score }) => [name, score])).toEqual([
    ['7-submission', 0.86162],
    ['submission', 0.81224],
  ]);
});

test('bad usage is told with what to write', async () => {
  expect(await on('ours', 'import')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/either a path or --kaggle/) as string,
  });
  expect(await on('ours', 'import', 'nowhere.zip')).toMatchObject({ code: 2 });
  expect(await on('ours', 'import', 'x.csv', '--score', '94')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/share from 0 to 1/) as string,
  });
  expect(await on('ours', 'import', 'x.csv', '--challenge', 'nowhere')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/No challenge is called nowhere/) as string,
  });
});
