import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { matches } from './checksum.ts';
import type { HubAccess } from './hub-access.ts';
import { fromHubError } from './hub-errors.ts';
import { abortable, tokenOf, type DownloadPlan, type RemoteFile } from './plan.ts';
import { hostMessage } from '../../messages/host-messages.ts';

export interface FileDownload {
  readonly access: HubAccess;
  readonly plan: DownloadPlan;
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Told of bytes as they come. */
  onBytes(count: number): void;
}

/** Attempts in a row that may bring nothing: connections break in hours of downloading. */
const attempts = 3;

/** What has come of a file so far; named by its content, so that parts of two revisions never meet. */
export function partOf(folder: string, { name, checksum }: RemoteFile): string {
  return join(folder, `.${name}.${checksum.hex.slice(0, 12)}.part`);
}

/** The size of a file; 0 where there is none. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw fromSystemError(error, 'cannot-read', path);
  }
}

/** Downloads what is missing of a file and puts it in its place once its checksum is right. Errors: INVALID_INPUT for a wrong checksum (nothing is kept), OUT_OF_SPACE, and what the hub refuses. */
export async function downloadFile(remote: RemoteFile, download: FileDownload): Promise<void> {
  const { folder, plan, access, signal } = download;
  const part = partOf(folder, remote);
  for (let failures = 0, have = await sizeOf(part); have < remote.size;) {
    try {
      await fetchRest(remote, part, have, download);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof QuartetError) throw error;
      failures = (await sizeOf(part)) > have ? 1 : failures + 1;
      if (failures >= attempts) throw fromHubError(error, access, plan.repo);
      await sleep(failures * 500, undefined, { signal });
    }
    have = await sizeOf(part);
  }
  if (!(await matches(part, remote, signal))) {
    await rm(part, { force: true });
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('download-other-content', {
        file: remote.name,
        repo: plan.repo,
        checksum: remote.checksum.hex.slice(0, 12),
        endpoint: access.endpoint,
      }),
    );
  }
  await settle(part, join(folder, remote.name));
}

async function fetchRest(
  remote: RemoteFile,
  part: string,
  have: number,
  { access, plan, signal, onBytes }: FileDownload,
): Promise<void> {
  const hub = await import('@huggingface/hub');
  const where = {
    repo: plan.repo,
    path: remote.name,
    revision: plan.commit,
    hubUrl: access.endpoint,
    fetch: abortable(signal),
    ...tokenOf(access),
  };
  // Asked by itself: a refusal loses its status inside the stream below.
  const info = await hub.fileDownloadInfo(where).catch((error: unknown) => {
    throw isRefusal(error) ? fromHubError(error, access, plan.repo) : error;
  });
  // Plain HTTP, which every mirror speaks, instead of Xet's chunks.
  const blob = info && (await hub.downloadFile({ ...where, downloadInfo: info, xet: false }));
  if (!blob || blob.size !== remote.size)
    throw new QuartetError(
      'CONFLICT',
      hostMessage('download-listed-otherwise', { repo: plan.repo, file: remote.name, size: remote.size }),
    );
  const count = new Transform({
    transform(chunk: Uint8Array, _, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  const out = createWriteStream(part, { flags: 'a' });
  const rest = blob.slice(have).stream() as ReadableStream<Uint8Array>;
  await pipeline(Readable.fromWeb(rest), count, out, { signal }).catch((error: unknown) => {
    throw isOfDisk(error) ? fromSystemError(error, 'cannot-write', part) : error;
  });
}

function isOfDisk(error: unknown): boolean {
  const { syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return syscall === 'open' || syscall === 'write';
}

/** Too many requests and faults of the server pass; other refusals do not. */
function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status < 500 && status !== 429;
}

/** On the disk before it gets its name: a name promises a checked content. */
async function settle(part: string, path: string): Promise<void> {
  try {
    const handle = await open(part, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(part, path);
  } catch (error) {
    throw fromSystemError(error, 'cannot-write', path);
  }
}
