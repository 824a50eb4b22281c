import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fromSystemError, QuartetError } from './errors.ts';

/** Makes a whole file or nothing: `write` fills a neighbour, which is flushed to the disk and renamed over `path`. */
export async function writeAtomically(
  path: string,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const neighbour = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(neighbour, 'w');
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(neighbour, path);
  } catch (error) {
    await rm(neighbour, { force: true });
    throw error instanceof QuartetError ? error : fromSystemError(error, 'cannot-write', path);
  }
}

/** Writes a text or bytes as a whole file or not at all. */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  await writeAtomically(path, (handle) => handle.writeFile(content));
}

/** Neighbours that writers leave behind when they are killed are this old, in ms: younger ones may be at work in another process. */
const abandonedAfter = 10 * 60_000;

/** Whether a file is what a killed writer left behind. */
export function isLeftover(name: string, { mtimeMs }: { readonly mtimeMs: number }): boolean {
  return name.endsWith('.tmp') && Date.now() - mtimeMs > abandonedAfter;
}
