import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repo, startHub, type HubServer } from '../fixtures/hub-server.ts';

const launcher = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));
const shipped = fileURLToPath(new URL('../../../resources/tiny-vl', import.meta.url));
let hub: HubServer;
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'quartet-models-'));
  const names = readdirSync(shipped).filter((name) => !name.endsWith('.md'));
  hub = await startHub(new Map(names.map((name) => [name, readFileSync(join(shipped, name))])));
});

afterEach(async () => {
  await hub.close();
  await rm(home, { recursive: true });
});

function quartet(environment: object, ...args: string[]) {
  const env = {
    ...process.env,
    HF_ENDPOINT: hub.endpoint,
    QUARTET_HOME: home,
    HF_HOME: home,
    ...environment,
  };
  return new Promise<{ code: number | null; data: unknown; told: string }>((resolve) => {
    const child = execFile(process.execPath, [launcher, ...args, '--json'], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, data: JSON.parse(stdout), told: stderr }),
    );
  });
}

test('a downloaded model is told with its size, whole, and on the list of models', async () => {
  const folder = join(home, 'models', repo);
  const { code, data, told } = await quartet({}, 'models', 'get', repo);
  expect(data).toMatchObject({ repo, folder, model: { family: 'qwen2_5_vl', name: 'Tiny-VL' } });
  expect(code).toBe(0);
  expect(told).toMatch(/7 files, 13\.0 MiB, of which 0\.0 MiB are here.* free\./);
  expect(told).toContain('Downloading (MiB): 13/13');
  expect(JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'))).toMatchObject({
    modelFolders: [folder],
  });
});

test('offline asks nobody', async () => {
  const { code, data } = await quartet({ HF_HUB_OFFLINE: '1' }, 'models', 'get', repo);
  expect(code).toBe(1);
  expect(data).toMatchObject({ error: { code: 'UNSUPPORTED' } });
  expect(hub.requests).toEqual([]);
});
