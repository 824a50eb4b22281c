import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { fromSystemError, messageOf, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** What an archive may hold at most: far more than any run, far less than a disk. */
export const zipLimits = { entries: 20_000, bytes: 16 * 2 ** 30, textBytes: 512 * 2 ** 20 };

/**
 * Unpacks a zip into an empty folder. Errors: INVALID_INPUT for a damaged or cut-off archive, for one with a path that
 * leads out of the folder, and for one beyond `limits`.
 */
export async function unzip(
  file: string,
  folder: string,
  limits: typeof zipLimits = zipLimits,
  signal?: AbortSignal,
): Promise<void> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    if (typeof (error as NodeJS.ErrnoException).code === 'string')
      throw fromSystemError(error, 'cannot-open', file);
    throw damaged(file, error);
  });
  try {
    await unpack(zip, file, folder, limits, signal);
  } catch (error) {
    if (error instanceof QuartetError || signal?.aborted) throw error;
    if (typeof (error as NodeJS.ErrnoException).code === 'string' && !isZlib(error))
      throw fromSystemError(error, 'cannot-unpack', file);
    throw damaged(file, error);
  } finally {
    zip.close();
  }
}

async function unpack(
  zip: ZipFile,
  file: string,
  folder: string,
  limits: typeof zipLimits,
  signal: AbortSignal | undefined,
): Promise<void> {
  let [entries, bytes] = [0, 0];
  for await (const entry of zip.eachEntry()) {
    signal?.throwIfAborted();
    entries++;
    bytes += entry.uncompressedSize;
    const isText = !entry.fileName.endsWith('.safetensors');
    if (
      entries > limits.entries ||
      bytes > limits.bytes ||
      (isText && entry.uncompressedSize > limits.textBytes)
    )
      throw new QuartetError(
        'INVALID_INPUT',
        hostMessage('archive-too-large', {
          file,
          entry: entry.fileName,
          limit: limits.bytes / 2 ** 30,
          files: limits.entries,
        }),
      );
    if (isWanted(entry.fileName)) await unpackEntry(zip, entry, join(folder, entry.fileName), signal);
  }
}

/** Folders come with their files; archivers' own files and checkpoints are left out. */
function isWanted(name: string): boolean {
  const parts = name.split('/');
  return (
    !name.endsWith('/') &&
    !parts.some((part) => part === '__MACOSX' || part === 'checkpoints') &&
    !basename(name).startsWith('.')
  );
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  target: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  let found = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      found = crc32(chunk, found);
      done(null, chunk);
    },
  });
  const content = await zip.openReadStreamPromise(entry);
  await pipeline(content, check, createWriteStream(target, { flags: 'wx' }), { ...(signal && { signal }) });
  if (found !== entry.crc32) throw new Error(hostMessage('archive-checksum', { entry: entry.fileName }));
}

function isZlib(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('Z_');
}

function damaged(file: string, cause: unknown): QuartetError {
  const reason = messageOf(cause);
  const escapes = /^(absolute|invalid relative) path/.test(reason);
  return new QuartetError(
    'INVALID_INPUT',
    escapes
      ? hostMessage('archive-escapes', { file, reason })
      : hostMessage('archive-damaged', { file, reason }),
    { cause },
  );
}
