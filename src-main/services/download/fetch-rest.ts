import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import type { Fetching, Wanted } from './fetch-file.ts';
import { Refusal } from './refusal.ts';

/** Asks once for the bytes from `have` on and adds them to the part, or begins it anew where the server knows no ranges. Errors: Refusal, INVALID_INPUT for a file of another size, OUT_OF_SPACE, and fetch's own for a lost connection. */
export async function fetchRest(
  { url, headers, bytes }: Wanted,
  part: string,
  have: number,
  { signal, onBytes }: Pick<Fetching, 'signal' | 'onBytes'>,
): Promise<void> {
  const range = have > 0 ? { range: `bytes=${have}-` } : {};
  const answer = await fetch(url, { headers: { ...headers, ...range }, ...(signal && { signal }) });
  if (!answer.ok || !answer.body) {
    await answer.body?.cancel();
    throw new Refusal(answer.status, answer.statusText);
  }
  const start = answer.status === 206 ? have : 0;
  const count = counter(start, bytes, { url, onBytes });
  const out = createWriteStream(part, { flags: start > 0 ? 'a' : 'w' });
  try {
    await pipeline(Readable.from(answer.body as AsyncIterable<Uint8Array>), count, out, {
      ...(signal && { signal }),
    });
  } catch (error) {
    throw isOfDisk(error) ? fromSystemError(error, 'cannot-write', part) : error;
  }
}

/** Tells of what comes; a server that sends more than was listed has another file. */
function counter(
  start: number,
  bytes: number,
  { url, onBytes }: Pick<Wanted, 'url'> & Pick<Fetching, 'onBytes'>,
): Transform {
  let done = start;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, next) {
      done += chunk.length;
      if (done > bytes)
        return next(new QuartetError('INVALID_INPUT', hostMessage('download-too-large', { url, bytes })));
      onBytes(done);
      next(null, chunk);
    },
  });
}

function isOfDisk(error: unknown): boolean {
  const { syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return syscall === 'open' || syscall === 'write';
}
