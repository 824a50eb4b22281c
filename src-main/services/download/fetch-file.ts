import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { checksumOf, type Checksum } from './checksum.ts';
import { fetchRest } from './fetch-rest.ts';
import { fileSize } from './file-size.ts';
import { Refusal } from './refusal.ts';

/** A file to fetch: where it lies, and what it must be. */
export interface Wanted {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: number;
  readonly checksum: Checksum;
}

/** Where a file goes, and where what has come of it waits meanwhile. */
export interface Destination {
  readonly file: string;
  readonly part: string;
}

export interface Fetching {
  readonly signal?: AbortSignal | undefined;
  /** Told how much of the file is there. */
  onBytes(done: number): void;
  /** Says what a server's refusal or a lost connection means to whoever asked, and what to do. */
  explain(fault: unknown): QuartetError;
}

/** Attempts in a row that may bring nothing: connections break in hours of downloading. */
const attempts = 3;

/**
 * Fetches what is missing of a file by range, and puts it in its place once its checksum is right. Errors: INVALID_INPUT
 * for another content (nothing is kept), OUT_OF_SPACE, what `explain` makes of the rest (what came is kept), and the
 * signal's own when it is aborted.
 */
export async function fetchFile(wanted: Wanted, to: Destination, fetching: Fetching): Promise<void> {
  const { part } = to;
  await mkdir(dirname(part), { recursive: true }).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-write', part);
  });
  for (let failures = 0, have = await fileSize(part); have < wanted.bytes;) {
    try {
      await fetchRest(wanted, part, have, fetching);
      if ((await fileSize(part)) <= have) throw new Error('the answer ended too early');
    } catch (error) {
      fetching.signal?.throwIfAborted();
      if (error instanceof QuartetError) throw error;
      failures = (await fileSize(part)) > have ? 1 : failures + 1;
      if (failures >= attempts || (error instanceof Refusal && !error.passes)) throw fetching.explain(error);
      await sleep(failures * 500, undefined, { ...(fetching.signal && { signal: fetching.signal }) });
    }
    have = await fileSize(part);
  }
  await check(wanted, part, fetching.signal);
  await settle(to);
}

async function check({ url, bytes, checksum }: Wanted, part: string, signal?: AbortSignal): Promise<void> {
  const found = await checksumOf(part, checksum, bytes, signal);
  if (found === checksum.hex) return;
  await rm(part, { force: true });
  throw new QuartetError(
    'INVALID_INPUT',
    hostMessage('download-wrong-content', {
      url,
      found: found.slice(0, 12),
      expected: checksum.hex.slice(0, 12),
    }),
  );
}

/** On the disk before it gets its name: a name promises a checked content. */
async function settle({ file, part }: Destination): Promise<void> {
  try {
    const handle = await open(part, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(part, file);
  } catch (error) {
    throw fromSystemError(error, 'cannot-write', file);
  }
}
