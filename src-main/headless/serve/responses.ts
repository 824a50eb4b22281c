import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Found } from '../../host/window-files.ts';
import { contentType, safeHeaders } from '../../host/window-headers.ts';

/** Answers with a few words. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    ...safeHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(`${text}\n`);
}

/** Answers with what was found. */
export async function sendFound(response: ServerResponse, found: Found): Promise<void> {
  if ('status' in found) return sendText(response, found.status, found.text);
  response.writeHead(200, {
    ...safeHeaders,
    'Content-Type': contentType(found.file),
    'Content-Length': found.size,
    'Cache-Control': found.cache,
  });
  if (response.req.method === 'HEAD') response.end();
  // A browser that leaves in the middle is no error.
  else await pipeline(createReadStream(found.file), response).catch(() => response.destroy());
}
