import type { IncomingMessage, ServerResponse } from 'node:http';
import { findFile, type Site } from '../../host/window-files.ts';
import { cookieName, isAllowed, isLocalHost, isSameOrigin, isToken } from './guard.ts';
import { sendDownload } from './downloads.ts';
import { sendFound, sendText } from './responses.ts';
import { receiveUpload } from './uploads.ts';

/** A site behind its key. */
export interface GuardedSite extends Site {
  readonly token: string;
}

/** Answers one HTTP request. */
export async function answer(
  site: GuardedSite,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { headers, method } = request;
  if (!isLocalHost(headers) || !isSameOrigin(headers))
    return sendText(response, 403, 'Quartet answers this machine only: open it as 127.0.0.1 or localhost.');
  const url = new URL(request.url ?? '/', 'http://localhost');
  const isUpload = url.pathname.startsWith('/uploads/');
  if (isUpload ? method !== 'PUT' : method !== 'GET' && method !== 'HEAD')
    return sendText(response, 405, 'Only GET, and PUT for uploads.', {
      Allow: isUpload ? 'PUT' : 'GET, HEAD',
    });
  const given = url.searchParams.get('token');
  if (given !== null && isToken(given, site.token)) return welcome(response, url, site.token);
  if (!isAllowed(headers, site.token))
    return sendText(
      response,
      401,
      'Open the whole address that `quartet serve` printed: its end is the key.',
    );
  const { services } = site.workbench;
  // The raw path: `..` must be seen, not resolved.
  if (isUpload) return receiveUpload(services, { request, response, path: request.url!.split('?')[0]! });
  if (url.pathname === '/exports/') return sendDownload(services, url, response);
  return sendFound(response, await findFile(site, url.pathname));
}

/** Turns the key in the address into a cookie, so that it is neither bookmarked nor seen over a shoulder. */
function welcome(response: ServerResponse, url: URL, token: string): void {
  url.searchParams.delete('token');
  sendText(response, 303, 'Welcome.', {
    Location: `${url.pathname}${url.search}`,
    'Set-Cookie': `${cookieName(token)}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000`,
  });
}
