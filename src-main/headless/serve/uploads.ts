import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import type { Services } from '../../services/context.ts';
import { uploadFolder } from '../../services/import/uploads.ts';
import { sendText } from './responses.ts';

/** Most bytes of one file: an adapter of the largest rank for the largest model stays below. */
export const uploadLimit = 8 * 2 ** 30;

/** Folders within folders; a run's deepest file is two down. */
const deepest = 8;

/**
 * Takes one file of an upload: `PUT /uploads/<id>/<path within the folder that was dropped>`, streamed to the disk. What
 * is sent lies there until it is imported or discarded.
 */
export async function receiveUpload(
  services: Services,
  { request, response, path, limit = uploadLimit }: Upload,
): Promise<void> {
  const place = placeOf(services, path);
  const file = path.split('/').slice(3).map(decode).join('/');
  if (place === null) return sendText(response, 400, hostMessage('upload-no-place', { file }));
  const tooLarge = hostMessage('upload-too-large', { file, limit: limit / 2 ** 30 });
  if (Number(request.headers['content-length'] ?? 0) > limit)
    return sendText(response, 413, tooLarge, { Connection: 'close' });
  try {
    await mkdir(dirname(place), { recursive: true });
    await pipeline(request, bounded(limit, tooLarge), createWriteStream(place, { flags: 'wx' }));
    sendText(response, 201, 'Received.');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      return sendText(response, 409, hostMessage('upload-sent-before', { file }));
    await rm(place, { force: true });
    // A window that was closed in the middle waits for no answer.
    if (request.destroyed && !request.complete) return;
    const told = error instanceof QuartetError ? error : fromSystemError(error, 'cannot-receive', file);
    sendText(response, told.code === 'OUT_OF_SPACE' ? 507 : 413, told.message, { Connection: 'close' });
  }
}

interface Upload {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The address's path. */
  readonly path: string;
  readonly limit?: number;
}

/** Where the file of an address lies; null for one that names no upload or would lead out of it. */
function placeOf(services: Services, path: string): string | null {
  const [, , id, ...parts] = path.split('/').map(decode);
  const named = parts.length > 0 && parts.length <= deepest && parts.every(isName);
  return named && z.uuid().safeParse(id).success ? join(uploadFolder(services, id!), ...parts) : null;
}

function isName(part: string): boolean {
  return (
    part !== '' && part !== '.' && part !== '..' && part.length <= 255 && !/[/\\:\u0000-\u001f]/.test(part)
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is no name of a file.
    return '';
  }
}

function bounded(limit: number, tooLarge: string): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(new QuartetError('INVALID_INPUT', tooLarge));
      else done(null, chunk);
    },
  });
}
