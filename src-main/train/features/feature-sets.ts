import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLeftover } from '../../common/atomic-file.ts';

/** The kept features of one tower. */
export interface FeatureSet {
  readonly folder: string;
  readonly bytes: number;
  /** When a run last opened it, in milliseconds since 1970. */
  readonly usedAt: number;
}

/** What towers have kept in a folder, the longest unused first; leftovers of killed writers are removed. */
export async function findFeatureSets(folder: string): Promise<FeatureSet[]> {
  const names = await readdir(folder, { withFileTypes: true });
  const sets = names
    .filter((entry) => entry.isDirectory())
    .map(async ({ name }): Promise<FeatureSet> => {
      const path = join(folder, name);
      const { mtimeMs: usedAt } = await stat(path);
      return { folder: path, usedAt, bytes: await bytesIn(path) };
    });
  return (await Promise.all(sets)).toSorted((a, b) => a.usedAt - b.usedAt);
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    // Another engine may have made room meanwhile.
    const found = await stat(file).catch(() => null);
    if (!found) continue;
    if (isLeftover(name, found)) await rm(file, { force: true });
    else bytes += found.size;
  }
  return bytes;
}
