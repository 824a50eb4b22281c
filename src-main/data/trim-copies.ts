import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLeftover } from '../common/atomic-file.ts';
import { fromSystemError } from '../common/errors.ts';

/** Copies that were opened within so many ms may be read by a run of another process: they stay. */
const inUse = 24 * 3_600_000;

/**
 * Makes room in a folder of kept copies, the longest unused first, until they take at most `limit` bytes; a copy's time
 * of change is when it was last opened. What killed writers left behind goes too. A folder that is not there is empty.
 */
export async function trimCopies(folder: string, limit: number): Promise<void> {
  try {
    const names = await readdir(folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    const files = await Promise.all(names.map((name) => look(folder, name)));
    const found = files.filter((file) => file !== null).sort((a, b) => a.mtimeMs - b.mtimeMs);
    let used = found.reduce((sum, { size }) => sum + size, 0);
    for (const file of found) {
      const unused = used > limit && Date.now() - file.mtimeMs > inUse;
      if (!unused && !isLeftover(file.name, file)) continue;
      await rm(join(folder, file.name), { force: true });
      used -= file.size;
    }
  } catch (error) {
    throw fromSystemError(error, 'cannot-write', folder);
  }
}

/** Another process may have made room meanwhile. */
async function look(folder: string, name: string) {
  const found = await stat(join(folder, name)).catch(() => null);
  return found?.isFile() ? { name, size: found.size, mtimeMs: found.mtimeMs } : null;
}
