import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readlink, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Client } from '../../src-main/contract/index.ts';
import { presets } from '../../src-main/recipe/presets.ts';
import { fusesOf, makeStandInElectron } from './fixtures/stand-in-electron.ts';
import { listFiles } from './fixtures/list-files.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const here = `${process.platform}-${process.arch}`;
if (here !== 'linux-x64')
  console.log(`The package is not tested on ${here}: the stand-in for Electron is one of linux-x64.`);

describe.skipIf(here !== 'linux-x64')('the packaged tree', () => {
  let folder: string;
  /** What an installer would write, in a place that people have. */
  let installed: string;
  let home: string;
  let printed: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quartet-package-'));
    const electron = await makeStandInElectron(join(folder, 'electron'));
    const out = join(folder, 'dist');
    const dist = join(root, 'build', 'package', 'dist.ts');
    const { stdout } = await run(process.execPath, [dist, '--electron-dist', electron, '--out', out], {
      cwd: root,
    });
    printed = stdout;
    const place = join(folder, '내 프로그램 1');
    await mkdir(place);
    installed = join(place, 'Quartet 작업대');
    await rename(join(out, 'linux-unpacked'), installed);
    home = join(folder, '데이터 폴더');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** No PATH leads to another Node, and nothing of this process's environment helps. */
  const env = () => ({ PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8', QUARTET_HOME: home });
  const launcher = () => join(installed, 'resources', 'quartet');

  test('holds what is expected, and nothing else', async () => {
    await expect(await listFiles(installed)).toMatchFileSnapshot('expected/linux-x64.txt');
  });

  test('stays within its budget, and says so', () => {
    const [, megabytes] = /([\d.]+) MB beyond Electron/.exec(printed) ?? [];
    expect(Number(megabytes)).toBeLessThanOrEqual(250);
  });

  test("Electron's binary runs as no Node, takes no options for one, and loads the app from its archive only", async () => {
    // RunAsNode, CookieEncryption, NodeOptions, NodeCliInspect, AsarIntegrity, OnlyLoadAppFromAsar.
    const states = fusesOf(await readFile(join(installed, 'quartet-app')));
    expect([states[0], states[2], states[3], states[4], states[5]].join('')).toBe('00011');
  });

  test('looks for no updates without a feed', () => {
    expect(existsSync(join(installed, 'resources', 'app-update.yml'))).toBe(false);
  });

  test('serves the workbench: sample challenge, a short run, a submission', async () => {
    const host = spawn(launcher(), ['serve', '--port', '0'], {
      env: env(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const url = await addressOf(host);
      expect(await readlink(`/proc/${host.pid}/exe`)).toBe(join(installed, 'resources', 'runtime', 'node'));
      const cookie = (await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')!.split(';')[0]!;
      const page = await fetch(url.origin, { headers: { cookie } });
      expect(await page.text()).toContain('<title>Quartet</title>');
      const socket = new WebSocket(`ws://${url.host}/rpc`, { headers: { cookie } });
      await once(socket, 'open');
      const submission = await shortRun(
        createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
      );
      socket.close();
      // 560 test questions, and a header.
      const lines = (await readFile(submission, 'utf8')).trim().split('\n');
      expect(lines).toHaveLength(561);
      for (const line of lines.slice(1)) expect(line).toMatch(/,[abcd]$/);
    } finally {
      host.kill('SIGTERM');
      await once(host, 'exit');
    }
  });

  test('the tar.gz runs where it is unpacked, also through a link', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    const name = `quartet-${version}-linux-x64`;
    const place = join(folder, '서버 위');
    await mkdir(place);
    await run('tar', ['-xzf', join(folder, 'dist', `${name}.tar.gz`), '-C', place]);
    await run('ln', ['-s', `서버 위/${name}/quartet`, join(folder, 'q')]);
    const { stdout } = await run(join(folder, 'q'), ['doctor', '--json'], { env: env() });
    expect(JSON.parse(stdout)).toMatchObject({ engine: { works: true } });
    const { stdout: board } = await run(join(folder, 'q'), ['leaderboard', '--json'], { env: env() });
    expect(JSON.stringify(JSON.parse(board))).toContain('packaged');
  });
});

/** The address that a host prints when it answers. */
async function addressOf(host: ChildProcess): Promise<URL> {
  for await (const line of createInterface({ input: host.stdout! })) {
    const [, address] = /^Quartet: (http.*)$/.exec(line) ?? [];
    if (address !== undefined) return new URL(address);
  }
  throw new Error('The host ended without an address.');
}

/** Trains on 64 samples for one epoch, and gives the path of the submission. */
async function shortRun(client: Client): Promise<string> {
  const { id: challengeId } = await client.challenges.add({ source: 'sample' });
  const preset = presets['tiny-demo'].recipe;
  const recipe = {
    ...preset,
    data: { ...preset.data, samples: 64 },
    training: { ...preset.training, epochs: 1 },
    // One pass over the 560 questions instead of one for each order of the choices.
    answering: { ...preset.answering, orders: 1 as const },
  };
  const [launched] = await client.runs.launch({ challengeId, recipe, name: 'packaged' });
  const { home } = await client.app.info();
  for (;;) {
    const { status, outcome, submission } = await client.runs.get({ id: launched!.id });
    if (status === 'failed' || status === 'stopped') throw new Error(outcome?.message ?? status);
    if (status === 'done' && submission !== null) return join(home, 'runs', launched!.id, 'submission.csv');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
