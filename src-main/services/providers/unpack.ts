import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar';
import { openPromise } from 'yauzl';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/**
 * Takes `files` (paths in the archive) out of a .tgz or a wheel (a zip) and puts them side by side into `folder`. Errors:
 * INVALID_INPUT when one is not in the archive, OUT_OF_SPACE.
 */
export async function unpackFiles(
  archive: string,
  files: readonly string[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const taken = new Set<string>();
  try {
    await (archive.endsWith('.tgz') ? fromTar : fromZip)(archive, new Set(files), folder, taken, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw fromSystemError(error, 'cannot-unpack', archive);
  }
  const missing = files.find((file) => !taken.has(file));
  if (missing !== undefined)
    throw new QuartetError('INVALID_INPUT', hostMessage('archive-lacks', { file: archive, entry: missing }));
}

type Unpack = (
  archive: string,
  files: ReadonlySet<string>,
  folder: string,
  taken: Set<string>,
  signal: AbortSignal | undefined,
) => Promise<void>;

const fromTar: Unpack = (file, files, cwd, taken) =>
  extract({
    file,
    cwd,
    preserveOwner: false,
    filter: (path) => files.has(path),
    onReadEntry: (entry) => {
      taken.add(entry.path);
      entry.path = basename(entry.path);
    },
  });

const fromZip: Unpack = async (archive, files, folder, taken, signal) => {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (!files.has(entry.fileName)) continue;
      const content = await zip.openReadStreamPromise(entry);
      const out = createWriteStream(join(folder, basename(entry.fileName)));
      await pipeline(content, out, { ...(signal && { signal }) });
      taken.add(entry.fileName);
    }
  } finally {
    zip.close();
  }
};
