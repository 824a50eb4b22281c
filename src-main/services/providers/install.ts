import { copyFile, mkdir, mkdtemp, rename, rm, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fromSystemError, messageOf, QuartetError } from '../../common/errors.ts';
import type { HomePaths } from '../../common/paths.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { fetchFile } from '../download/fetch-file.ts';
import { fileSize } from '../download/file-size.ts';
import { Refusal } from '../download/refusal.ts';
import { cudaPackages, type Package } from './cuda-packages.ts';
import { cudaFolder } from './installed.ts';
import { unpackFiles } from './unpack.ts';

/** What is installed, from where and how it is followed. */
export interface Installation {
  readonly paths: HomePaths;
  /** The library that providers must lie beside. */
  readonly runtime: string;
  readonly packages?: readonly Package[];
  /** An address that holds all archives under their names, instead of the registries'. */
  readonly from?: string | undefined;
  readonly onProgress?: (name: string, done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What an installation fetches and takes, in bytes. */
export interface Sizes {
  readonly download: number;
  readonly disk: number;
}

/** The library that onnxruntime-node loads, in an installation whose root is `root`. */
export function runtimeLibrary(root: string): string {
  const bin = ['node_modules', 'onnxruntime-node', 'bin', 'napi-v6', 'linux', 'x64'];
  return join(root, ...bin, 'libonnxruntime.so.1');
}

/** Refuses a platform for which onnxruntime-node has no CUDA. Errors: UNSUPPORTED. */
export function requireCudaPlatform(platform = process.platform, arch: string = process.arch): void {
  if (platform === 'linux' && arch === 'x64') return;
  const instead = platform === 'win32' ? 'WebGPU or DirectML' : 'WebGPU';
  throw new QuartetError('UNSUPPORTED', hostMessage('cuda-elsewhere', { instead }));
}

/** How much is left to fetch, and how much disk it all takes while it is installed. */
export async function installationSizes({ paths, packages = cudaPackages }: Installation): Promise<Sizes> {
  let [left, unpacked] = [0, 0];
  for (const each of packages) {
    const file = archiveOf(paths, each);
    left += each.bytes - Math.min(each.bytes, (await fileSize(file)) || (await fileSize(`${file}.part`)));
    unpacked += each.unpackedBytes;
  }
  return { download: left, disk: left + unpacked };
}

/**
 * Fetches and checks the archives, unpacks them beside a copy of ONNX Runtime, and puts the whole folder in its place at
 * once; archives stay for a next attempt until then. Gives back the folder. Errors: OUT_OF_SPACE, those of `fetchFile`.
 */
export async function installCuda(installation: Installation): Promise<string> {
  const { paths, runtime, packages = cudaPackages, signal } = installation;
  await mkdir(paths.providers, { recursive: true });
  await requireSpace(paths.providers, (await installationSizes(installation)).disk);
  for (const each of packages) await fetchArchive(each, installation);
  const staging = await mkdtemp(join(paths.providers, '.installing-'));
  try {
    for (const each of packages) await unpackFiles(archiveOf(paths, each), each.files, staging, signal);
    await copyFile(runtime, join(staging, basename(runtime)));
    await rm(cudaFolder(paths), { recursive: true, force: true });
    await rename(staging, cudaFolder(paths));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error instanceof QuartetError || signal?.aborted
      ? error
      : fromSystemError(error, 'cannot-write', cudaFolder(paths));
  }
  await rm(join(paths.providers, 'downloads'), { recursive: true, force: true });
  return cudaFolder(paths);
}

async function fetchArchive(each: Package, { paths, from, onProgress, signal }: Installation): Promise<void> {
  const name = basename(each.url);
  const url = from === undefined ? each.url : `${from.replace(/\/+$/, '')}/${name}`;
  const file = archiveOf(paths, each);
  // An archive gets its name once it is checked.
  if ((await fileSize(file)) === each.bytes) return;
  await fetchFile(
    { url, bytes: each.bytes, checksum: { kind: 'sha256', hex: each.sha256 } },
    { file, part: `${file}.part` },
    {
      signal,
      explain: (fault) => explain(fault, url),
      onBytes: (done) => onProgress?.(name, done, each.bytes),
    },
  );
}

function explain(fault: unknown, url: string): QuartetError {
  const cause = fault instanceof Error && fault.cause ? fault.cause : fault;
  const failure = fault instanceof Refusal ? 'archive-refused' : 'archive-broken-off';
  return new QuartetError('INVALID_INPUT', hostMessage(failure, { url, reason: messageOf(cause) }), {
    cause: fault,
  });
}

/** By its checksum: what belongs to another version is not taken for a beginning of this one. */
function archiveOf(paths: HomePaths, { url, sha256 }: Package): string {
  return join(paths.providers, 'downloads', `${sha256.slice(0, 12)}-${basename(url)}`);
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  const mb = (size: number): number => Math.ceil(size / 2 ** 20);
  throw new QuartetError(
    'OUT_OF_SPACE',
    hostMessage('no-space-for-cuda', { folder, free: mb(bavail * bsize), needed: mb(bytes) }),
  );
}
