import { readFile } from 'node:fs/promises';
import { findFile, type Site } from '../host/window-files.ts';
import { contentType, safeHeaders } from '../host/window-headers.ts';
import { isOurs } from './scheme.ts';

/** Answers a request of the window over its own scheme: its files and the challenges' pictures, read whole. */
export async function answer(site: Site, request: Request): Promise<Response> {
  if (!isOurs(request.url)) return text(403, 'Quartet answers its own window only.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Only GET.');
  const found = await findFile(site, new URL(request.url).pathname);
  if ('status' in found) return text(found.status, found.text);
  const headers = {
    ...safeHeaders,
    'Content-Type': contentType(found.file),
    'Content-Length': String(found.size),
    'Cache-Control': found.cache,
  };
  return new Response(request.method === 'HEAD' ? null : await readFile(found.file), { headers });
}

function text(status: number, words: string): Response {
  const headers = {
    ...safeHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  };
  return new Response(`${words}\n`, { status, headers });
}
