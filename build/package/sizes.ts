import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below a folder. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => (await lstat(join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** What each part of a stage weighs, largest first, and all of it against the budget. */
export async function weigh(
  folder: string,
  parts: readonly string[],
): Promise<{ lines: string[]; megabytes: number }> {
  const sizes = await Promise.all(
    parts.map(async (part) => ({ part, megabytes: (await sizeOf(join(folder, part))) / 1e6 })),
  );
  sizes.sort((one, other) => other.megabytes - one.megabytes);
  const megabytes = (await sizeOf(folder)) / 1e6;
  return {
    lines: sizes.map(({ part, megabytes: mb }) => `${mb.toFixed(1).padStart(7)} MB  ${part}`),
    megabytes,
  };
}
