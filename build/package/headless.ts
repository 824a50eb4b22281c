import { execFile } from 'node:child_process';
import { rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Target } from './natives.ts';
import type { Stage } from './stage.ts';

/** Packs a stage as it is, without Electron, for a server or a notebook machine: unpack it anywhere and run `quartet`. */
export async function packHeadless(
  { folder }: Stage,
  output: string,
  version: string,
  { platform, arch }: Target,
): Promise<{ readonly file: string; readonly bytes: number }> {
  const name = `quartet-${version}-${platform}-${arch}`;
  const file = join(output, `${name}.tar.gz`);
  const named = join(folder, '..', name);
  await rename(folder, named);
  try {
    const owner = platform === 'linux' ? ['--owner=0', '--group=0', '--numeric-owner'] : [];
    await promisify(execFile)('tar', [...owner, '-czf', file, '-C', join(named, '..'), basename(named)]);
  } finally {
    await rename(named, folder);
  }
  return { file, bytes: (await stat(file)).size };
}
