import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { create } from 'tar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runtimeVersion } from '../../../../src-main/common/cuda-version.ts';
import { homePaths, type HomePaths } from '../../../../src-main/common/paths.ts';
import { cudaPackages, type Package } from '../../../../src-main/services/providers/cuda-packages.ts';
import {
  installationSizes,
  installCuda,
  type Installation,
} from '../../../../src-main/services/providers/install.ts';
import { listProviders, removeCuda } from '../../../../src-main/services/providers/installed.ts';
import { startRangeServer, type RangeServer } from '../../fixtures/range-server.ts';
import { until } from '../../fixtures/until.ts';

let folder: string;
let paths: HomePaths;
let runtime: string;
let server: RangeServer;
let from: string;
let packages: Package[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet 공급-'));
  paths = homePaths(join(folder, 'home'));
  runtime = join(folder, 'libonnxruntime.so.1');
  await writeFile(runtime, 'the runtime');
  await mkdir(join(folder, 'package', 'x64'), { recursive: true });
  await writeFile(join(folder, 'package', 'x64', 'provider.so'), 'p'.repeat(50_000));
  await create({ gzip: true, cwd: folder, file: join(folder, 'gpu.tgz') }, ['package']);
  const wheel = Buffer.from(
    zipSync(
      { 'nvidia/lib/libcublas.so.13': strToU8('b'.repeat(70_000)), 'nvidia/lib/other.so': strToU8('x') },
      { level: 0 },
    ),
  );
  const archives = new Map([
    ['/gpu.tgz', await readFile(join(folder, 'gpu.tgz'))],
    ['/cublas.whl', wheel],
  ]);
  packages = [...archives].map(([path, content], i) => ({
    url: `https://registry.invalid${path}`,
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
    files: i === 0 ? ['package/x64/provider.so'] : ['nvidia/lib/libcublas.so.13'],
    unpackedBytes: 70_000,
  }));
  server = await startRangeServer(archives);
  from = `${server.address}/`;
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const install = (change: Partial<Installation> = {}): Promise<string> =>
  installCuda({ paths, runtime, packages, from, ...change });

test('what is wanted lies beside a copy of the runtime, and nothing else stays', async () => {
  const target = await install();
  expect((await readdir(target)).sort()).toEqual(['libcublas.so.13', 'libonnxruntime.so.1', 'provider.so']);
  expect(await readFile(join(target, 'provider.so'), 'utf8')).toBe('p'.repeat(50_000));
  expect(await readdir(paths.providers)).toEqual([`cuda-${runtimeVersion}`]);
  expect(await listProviders(paths)).toMatchObject([{ version: runtimeVersion, fits: true, bytes: 120_011 }]);
  await removeCuda(paths);
  expect(await listProviders(paths)).toEqual([]);
  await expect(removeCuda(paths)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a download that broke off goes on from there', async () => {
  server.cutAfter = 20_000;
  server.stall = true;
  const stop = new AbortController();
  const stopped = expect(install({ signal: stop.signal })).rejects.toThrow();
  const left = async (): Promise<number> => (await installationSizes({ paths, runtime, packages })).download;
  await until(async () => (await left()) === packages[1]!.bytes - 20_000);
  stop.abort();
  await stopped;
  server.cutAfter = null;
  await install();
  expect(server.asked).toEqual([undefined, undefined, 'bytes=20000-']);
  expect(await readFile(join(paths.providers, `cuda-${runtimeVersion}`, 'libcublas.so.13'), 'utf8')).toBe(
    'b'.repeat(70_000),
  );
});

test('another content is refused, deleted, and nothing is installed', async () => {
  server.files.get('/cublas.whl')![100]! ^= 1;
  await expect(install()).rejects.toThrow(/cublas\.whl came with another content/);
  expect(existsSync(join(paths.providers, `cuda-${runtimeVersion}`))).toBe(false);
  expect(
    (await readdir(join(paths.providers, 'downloads'))).filter((name) => name.includes('cublas')),
  ).toEqual([]);
});

test('an archive without the file leaves what was installed before', async () => {
  const target = await install();
  packages[1] = { ...packages[1]!, files: ['nvidia/lib/libcudnn.so.9'] };
  await expect(install()).rejects.toThrow(/holds no nvidia\/lib\/libcudnn\.so\.9/);
  expect(existsSync(join(target, 'libcublas.so.13'))).toBe(true);
  expect((await readdir(paths.providers)).sort()).toEqual([`cuda-${runtimeVersion}`, 'downloads']);
});

test('too little space is said before anything is fetched', async () => {
  packages[0] = { ...packages[0]!, unpackedBytes: 2 ** 60 };
  await expect(install()).rejects.toMatchObject({ code: 'OUT_OF_SPACE' });
  expect(server.asked).toEqual([]);
});

test('an address without the files, and one that does not answer', async () => {
  server.files.clear();
  await expect(install()).rejects.toThrow(/answered 404.*--from/);
  from = 'http://127.0.0.1:1';
  await expect(install()).rejects.toThrow(/connection to http:\/\/127\.0\.0\.1:1\/gpu\.tgz failed/);
});

test('a cancelled one stops', async () => {
  await expect(install({ signal: AbortSignal.abort() })).rejects.toThrow();
  expect(existsSync(join(paths.providers, `cuda-${runtimeVersion}`))).toBe(false);
});

test('the manifest belongs to the ONNX Runtime that this Quartet has', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../../package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  expect(dependencies['onnxruntime-node']).toBe(runtimeVersion);
  for (const { url, sha256 } of cudaPackages)
    expect([url, sha256]).toEqual([
      expect.stringMatching(/^https:/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
});
