import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runtimeVersion } from '../../common/cuda-version.ts';
import { QuartetError } from '../../common/errors.ts';
import type { HomePaths } from '../../common/paths.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** A CUDA provider that lies in the home folder. */
export interface InstalledProvider {
  readonly provider: 'cuda';
  /** Of ONNX Runtime, to which it belongs. */
  readonly version: string;
  readonly folder: string;
  readonly bytes: number;
  /** Whether it belongs to the ONNX Runtime of this Quartet. */
  readonly fits: boolean;
}

/** Where the CUDA provider of this Quartet's ONNX Runtime lies when it is installed. */
export function cudaFolder(paths: HomePaths): string {
  return join(paths.providers, `cuda-${runtimeVersion}`);
}

/** The providers that were installed, those of other versions included. */
export async function listProviders(paths: HomePaths): Promise<InstalledProvider[]> {
  const versions = (await namesIn(paths.providers)).flatMap(
    (name) => /^cuda-(\d+\.\d+\.\d+)$/.exec(name)?.[1] ?? [],
  );
  return Promise.all(
    versions.sort().map(async (version) => {
      const folder = join(paths.providers, `cuda-${version}`);
      const fits = version === runtimeVersion;
      return { provider: 'cuda' as const, version, folder, bytes: await bytesIn(folder), fits };
    }),
  );
}

/** What to say when only providers of other versions are installed; null else. */
export async function otherVersion(paths: HomePaths): Promise<string | null> {
  const installed = await listProviders(paths);
  const [other] = installed;
  if (!other || installed.some(({ fits }) => fits)) return null;
  return hostMessage('cuda-other-version', { found: other.version, needed: runtimeVersion });
}

/** Removes every installed CUDA provider and what was left of downloads. Errors: NOT_FOUND when there is none. */
export async function removeCuda(paths: HomePaths): Promise<InstalledProvider[]> {
  const installed = await listProviders(paths);
  const names = await namesIn(paths.providers);
  if (names.length === 0)
    throw new QuartetError('NOT_FOUND', hostMessage('no-cuda-installed', { folder: paths.providers }));
  for (const name of names.filter((each) => each.startsWith('cuda-') || each === 'downloads'))
    await rm(join(paths.providers, name), { recursive: true, force: true });
  return installed;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
