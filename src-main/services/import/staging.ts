import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fromSystemError } from '../../common/errors.ts';
import type { HomePaths } from '../../common/paths.ts';

/** What is left of a process that ended suddenly is removed after a day. */
const keptMs = 24 * 3600 * 1000;

/** The folder in which what arrives is put together: on the same disk as the runs, so that a rename moves it there whole. */
export function incomingFolder({ home }: HomePaths): string {
  return join(home, 'incoming');
}

/** Lends an empty folder on the disk of the runs; it is removed after `use`. */
export async function withStaging<T>(paths: HomePaths, use: (folder: string) => Promise<T>): Promise<T> {
  const incoming = incomingFolder(paths);
  await mkdir(incoming, { recursive: true }).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-write', incoming);
  });
  await removeOld(incoming);
  const folder = await mkdtemp(join(incoming, 'import-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeOld(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    // Another process may tidy at the same time.
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > keptMs) await rm(path, { recursive: true, force: true });
  }
}
