import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadModel, surveyFolder } from '../../../../src-main/services/model-download/download-model.ts';
import { hubAccess } from '../../../../src-main/services/model-download/hub-access.ts';
import { planDownload } from '../../../../src-main/services/model-download/plan.ts';
import { commit, repo, startHub, type HubServer } from '../../fixtures/hub-server.ts';

const weights = Buffer.alloc(3 * 2 ** 20, 'weights ');
const files = new Map([
  ['README.md', Buffer.from('words')],
  ['config.json', Buffer.from('{}')],
  ['model.safetensors', weights],
  ['pytorch_model.bin', Buffer.from('pickled')],
  ['tokenizer.json', Buffer.from('{"한글":1}')],
]);
let hub: HubServer;
let folder: string;

beforeEach(async () => {
  hub = await startHub(files);
  folder = await mkdtemp(join(tmpdir(), 'quartet 모델-'));
});

afterEach(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

async function download(
  options: { token?: string; signal?: AbortSignal; onBytes?: (done: number) => void } = {},
) {
  const access = await hubAccess(hub.endpoint, { HF_HOME: folder, HF_TOKEN: options.token });
  const plan = await planDownload(access, repo, 'main');
  await downloadModel(access, plan, folder, {
    signal: options.signal ?? new AbortController().signal,
    onProgress: ({ doneBytes }) => options.onBytes?.(doneBytes),
  });
}

const ranges = (): string[] =>
  hub.requests.filter((line) => line.includes('model.safetensors bytes=')).map((line) => line.split('=')[1]!);

test('a snapshot comes with the files that Quartet reads and no others', async () => {
  const told: number[] = [];
  await download({ onBytes: (done) => told.push(done) });
  expect((await readdir(folder)).sort()).toEqual(['config.json', 'model.safetensors', 'tokenizer.json']);
  expect((await readFile(join(folder, 'model.safetensors'))).equals(weights)).toBe(true);
  expect(told.at(-1)).toBe(2 + weights.length + Buffer.byteLength('{"한글":1}'));
});

test('what is there and right is not downloaded again', async () => {
  await download();
  hub.requests.length = 0;
  await download();
  expect(hub.requests.filter((line) => line.includes('/resolve/'))).toEqual([]);
});

test('a file of that name with another content is left alone', async () => {
  await writeFile(join(folder, 'model.safetensors'), 'mine');
  await expect(download()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await readFile(join(folder, 'model.safetensors'), 'utf8')).toBe('mine');
});

test('a connection that breaks is taken up where it broke', async () => {
  hub.cutAfter = 2 ** 20;
  await download();
  expect([...new Set(ranges())]).toEqual([`${2 ** 20}-`, `${2 ** 21}-`]);
  expect((await readFile(join(folder, 'model.safetensors'))).equals(weights)).toBe(true);
});

test('what had come when it was stopped is kept, and the rest comes the next time', async () => {
  const stop = new AbortController();
  hub.cutAfter = 2 ** 20;
  const onBytes = (done: number): void => {
    if (done >= 2 ** 20) stop.abort();
  };
  await expect(download({ signal: stop.signal, onBytes })).rejects.toMatchObject({
    code: 'CANCELLED',
    message: expect.stringContaining(folder) as string,
  });
  expect(existsSync(join(folder, 'config.json'))).toBe(false);
  const [part] = await readdir(folder);
  const kept = (await readFile(join(folder, part!))).length;
  expect(kept).toBeGreaterThan(0);
  hub.cutAfter = null;
  hub.requests.length = 0;
  await download();
  expect(ranges()).toEqual([`${kept}-`]);
  expect((await readFile(join(folder, 'model.safetensors'))).equals(weights)).toBe(true);
});

test('a wrong content is not kept', async () => {
  hub.corrupt = true;
  await expect(download()).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/model\.safetensors came with another content/) as string,
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a gated model says what to do', async () => {
  hub.token = 'hf_right';
  await expect(download()).rejects.toThrow(/gated.*accept its conditions on .*team\/Tiny-VL.*HF_TOKEN/s);
  await expect(download({ token: 'hf_wrong' })).rejects.toThrow(/refuses team\/Tiny-VL to the owner/);
  await download({ token: 'hf_right' });
  await rm(join(folder, 'model.safetensors'));
  await writeFile(join(folder, 'token'), 'hf_right\n');
  await download();
  expect(existsSync(join(folder, 'model.safetensors'))).toBe(true);
});

test('a model or revision that is not there is NOT_FOUND', async () => {
  const access = await hubAccess(hub.endpoint, { HF_HOME: folder });
  await expect(planDownload(access, 'team/Other', 'main')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(planDownload(access, repo, 'v2')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('team/Tiny-VL (v2)') as string,
  });
  expect(await planDownload(access, repo, 'v1')).toMatchObject({ commit });
  await expect(planDownload(access, '../etc', 'main')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('a model without safetensors is refused before anything is downloaded', async () => {
  hub.files.delete('model.safetensors');
  await expect(download()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});

test('a disk with too little room is told beforehand, with both sizes', async () => {
  hub.listedSizes.set('model.safetensors', 2 ** 60);
  const access = await hubAccess(hub.endpoint, { HF_HOME: folder });
  const plan = await planDownload(access, repo, 'main');
  await expect(surveyFolder(plan, folder)).rejects.toMatchObject({
    code: 'OUT_OF_SPACE',
    message: expect.stringMatching(
      /needs 1073741824\.0 GiB more in .*; that disk has \d+\.\d GiB free/,
    ) as string,
  });
  expect(hub.requests.filter((line) => line.includes('/resolve/'))).toEqual([]);
});

test('a hub that is not there is told with its address', async () => {
  const gone = await startHub(files);
  await gone.close();
  const access = await hubAccess(gone.endpoint, { HF_HOME: folder });
  await expect(planDownload(access, repo, 'main')).rejects.toThrow(
    /connection to http:\/\/127\.0\.0\.1:\d+ failed.*ECONNREFUSED/s,
  );
});
