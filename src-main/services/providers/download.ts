import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromSystemError, messageOf, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** A file to fetch: where it lies, and what it must be. */
export interface Wanted {
  readonly url: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Fetches a file, going on where an earlier download stopped, and checks it; `onBytes` hears how much of it is there.
 * What was fetched waits as `<file>.part`. Errors: INVALID_INPUT for an answer, a connection or a content that will not
 * do, OUT_OF_SPACE.
 */
export async function download(
  wanted: Wanted,
  file: string,
  onBytes: (done: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  if ((await sizeOf(file)) === wanted.bytes) return onBytes(wanted.bytes);
  const part = `${file}.part`;
  await mkdir(dirname(file), { recursive: true });
  if ((await sizeOf(part)) !== wanted.bytes) await fetchRest(wanted, part, onBytes, signal);
  await check(wanted, part, signal);
  await rename(part, file);
}

/** The size of a file; 0 where there is none. */
export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

async function fetchRest(
  { url, bytes }: Wanted,
  part: string,
  onBytes: (done: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const there = await sizeOf(part);
  const headers = there > 0 && there < bytes ? { range: `bytes=${there}-` } : undefined;
  const answer = await ask(url, headers, signal);
  // A server without ranges sends all of it again.
  const start = answer.status === 206 ? there : 0;
  let done = start;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      onBytes(done);
      next(
        done > bytes ? new QuartetError('INVALID_INPUT', hostMessage('download-too-large', { url })) : null,
        chunk,
      );
    },
  });
  try {
    const out = createWriteStream(part, { flags: start > 0 ? 'a' : 'w' });
    await pipeline(Readable.fromWeb(answer.body!), count, out, { ...(signal && { signal }) });
  } catch (error) {
    throw whileFetching(error, { url, part, signal });
  }
  if (done < bytes) throw brokenOff(url, 'it ended early');
}

async function ask(
  url: string,
  headers: Record<string, string> | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const answer = await fetch(url, { ...(headers && { headers }), ...(signal && { signal }) }).catch(
    (error: unknown) => {
      throw signal?.aborted ? error : brokenOff(url, messageOf((error as Error).cause ?? error), error);
    },
  );
  if (answer.ok && answer.body) return answer;
  throw new QuartetError(
    'INVALID_INPUT',
    hostMessage('download-refused', { url, answer: `${answer.status} ${answer.statusText}` }),
  );
}

function whileFetching(
  error: unknown,
  { url, part, signal }: { url: string; part: string; signal: AbortSignal | undefined },
): unknown {
  if (error instanceof QuartetError || signal?.aborted) return error;
  // fetch tells of a lost connection with a TypeError; what has a system call came from the disk.
  if ((error as NodeJS.ErrnoException).syscall === 'write')
    return fromSystemError(error, 'cannot-write', part);
  return brokenOff(url, messageOf(error), error);
}

function brokenOff(url: string, why: string, cause?: unknown): QuartetError {
  return new QuartetError('INVALID_INPUT', hostMessage('connection-failed', { url, why }), { cause });
}

async function check({ url, sha256 }: Wanted, part: string, signal: AbortSignal | undefined): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(part), hash, { ...(signal && { signal }) });
  const found = hash.digest('hex');
  if (found === sha256) return;
  await rm(part, { force: true });
  throw new QuartetError(
    'INVALID_INPUT',
    hostMessage('download-other-file', { url, found, expected: sha256 }),
  );
}
