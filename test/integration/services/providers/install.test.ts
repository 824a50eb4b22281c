import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { create } from 'tar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runtimeVersion } from '../../../../src-main/common/cuda-version.ts';
import { homePaths, type HomePaths } from '../../../../src-main/common/paths.ts';
import { cudaPackages, type Package } from '../../../../src-main/services/providers/cuda-packages.ts';
import { installationSizes, installCuda } from '../../../../src-main/services/providers/install.ts';
import { listProviders, removeCuda } from '../../../../src-main/services/providers/installed.ts';

let folder: string;
let paths: HomePaths;
let runtime: string;
let server: Server;
let from: string;
let archives: Map<string, Buffer>;
let packages: Package[];
/** Of each request: the range that was asked for. */
let asked: (string | undefined)[];
/** After so many bytes the server breaks the connection off. */
let breakAfter: number;

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
  archives = new Map([
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
  asked = [];
  breakAfter = Infinity;
  server = createServer((request, response) => {
    const content = archives.get(request.url!);
    asked.push(request.headers.range);
    if (!content) return void response.writeHead(404).end();
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': content.length - start });
    if (content.length - start <= breakAfter) return void response.end(content.subarray(start));
    response.write(content.subarray(start, start + breakAfter), () =>
      setTimeout(() => response.destroy(), 50),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const install = (change: { signal?: AbortSignal } = {}): Promise<string> =>
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
  breakAfter = 20_000;
  await expect(install()).rejects.toThrow(/the same command goes on from there/);
  const left = await installationSizes({ paths, runtime, packages });
  expect(left.download).toBe(packages[1]!.bytes - 20_000);
  breakAfter = Infinity;
  await install();
  expect(asked).toEqual([undefined, undefined, 'bytes=20000-']);
  expect(await readFile(join(paths.providers, `cuda-${runtimeVersion}`, 'libcublas.so.13'), 'utf8')).toBe(
    'b'.repeat(70_000),
  );
});

test('another content is refused, deleted, and nothing is installed', async () => {
  archives.get('/cublas.whl')![100]! ^= 1;
  await expect(install()).rejects.toThrow(/cublas\.whl is not the file that it should be: its SHA-256 is/);
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
  expect(asked).toEqual([]);
});

test('an address without the files, and one that does not answer', async () => {
  archives.clear();
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
