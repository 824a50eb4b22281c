import { mkdtemp, readdir, rm, utimes, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../../../src-main/host/host.ts';
import { createRun } from '../../../../src-main/services/runs/create.ts';
import { folderOf } from '../../../../src-main/services/runs/store.ts';
import { setUpShared, type SharedPaths } from '../../../../src-main/services/sharing/layout.ts';
import { readManifest } from '../../../../src-main/services/sharing/manifest.ts';
import { publishRun, removeLeftovers } from '../../../../src-main/services/sharing/publish-run.ts';
import { makeHome, openHost } from '../../fixtures/home.ts';
import { plainRecipe } from '../../fixtures/recipe.ts';

const author = 'a'.repeat(16);
let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let paths: SharedPaths;
let run: { runId: string; revision: number; author: string; made: number };

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
  paths = await setUpShared(await mkdtemp(join(tmpdir(), 'quartet-')));
  const { id } = await createRun(host, { challenge: { folder: place.challenge }, recipe: plainRecipe });
  const { adapter } = folderOf(host, id);
  await mkdir(adapter);
  await writeFile(join(adapter, 'adapter_model.safetensors'), Buffer.alloc(3 * 2 ** 20));
  await writeFile(join(adapter, 'adapter_config.json'), '{}');
  run = { runId: id, revision: 1, author, made: 1 };
});

afterEach(async () => {
  host.dispose();
  await place.close();
  await rm(paths.folder, { recursive: true, force: true });
});

async function publishedFiles(adapterLimitMb: number): Promise<string[]> {
  const name = await publishRun(host, paths, run, { adapterLimitMb });
  return (await readManifest(join(paths.runs, name)))!.files.map(({ path }) => path).sort();
}

test('an adapter beyond the limit stays at home', async () => {
  expect(await publishedFiles(2)).toEqual(['run.json']);
});

test('one within it goes along', async () => {
  expect(await publishedFiles(4)).toEqual([
    'adapter/adapter_config.json',
    'adapter/adapter_model.safetensors',
    'run.json',
  ]);
});

test('a copy that is broken off leaves nothing behind', async () => {
  const stop = new AbortController();
  const publishing = publishRun(host, paths, run, { adapterLimitMb: 4, signal: stop.signal });
  stop.abort();
  await expect(publishing).rejects.toThrow(/abort/i);
  expect(await readdir(paths.runs)).toEqual([]);
});

test('published twice it is the same folder', async () => {
  const [one, other] = [await publishedFiles(0), await publishedFiles(4)];
  expect(other).toEqual(one);
  expect(await readdir(paths.runs)).toHaveLength(1);
});

test('what a sudden end left goes after a day, of this installation alone', async () => {
  const names = [
    `.${run.runId}.1.${author}.00000000.tmp`,
    `.${run.runId}.2.${author}.00000000.tmp`,
    `.${run.runId}.1.${'b'.repeat(16)}.00000000.tmp`,
  ];
  for (const name of names) await mkdir(join(paths.runs, name));
  const old = new Date(Date.now() - 25 * 3600 * 1000);
  for (const name of [names[0]!, names[2]!]) await utimes(join(paths.runs, name), old, old);
  await removeLeftovers(paths, await readdir(paths.runs), author);
  expect((await readdir(paths.runs)).sort()).toEqual(names.slice(1).sort());
});
