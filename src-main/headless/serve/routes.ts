import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, normalize, sep } from 'node:path';
import { messageOf, QuartetError } from '../../common/errors.ts';
import { pictureFile } from '../../services/challenge-browser.ts';
import type { Workbench } from '../../services/workbench.ts';
import { cookieName, isAllowed, isLocalHost, isSameOrigin, isToken } from './guard.ts';
import { sendFile, sendText } from './responses.ts';

/** What requests are answered from. */
export interface Site {
  readonly workbench: Workbench;
  readonly token: string;
  /** The built window; `index.html` in it. */
  readonly renderer: string;
}

/** Answers one HTTP request. */
export async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, method } = request;
  if (!isLocalHost(headers) || !isSameOrigin(headers))
    return sendText(response, 403, 'Quartet answers this machine only: open it as 127.0.0.1 or localhost.');
  if (method !== 'GET' && method !== 'HEAD')
    return sendText(response, 405, 'Only GET.', { Allow: 'GET, HEAD' });
  const url = new URL(request.url ?? '/', 'http://localhost');
  const given = url.searchParams.get('token');
  if (given !== null && isToken(given, site.token)) return welcome(response, url, site.token);
  if (!isAllowed(headers, site.token))
    return sendText(
      response,
      401,
      'Open the whole address that `quartet serve` printed: its end is the key.',
    );
  if (url.pathname.startsWith('/pictures/')) return sendPicture(site, url.pathname, response);
  return sendPage(site.renderer, url.pathname, response);
}

/** Turns the key in the address into a cookie, so that it is neither bookmarked nor seen over a shoulder. */
function welcome(response: ServerResponse, url: URL, token: string): void {
  url.searchParams.delete('token');
  sendText(response, 303, 'Welcome.', {
    Location: `${url.pathname}${url.search}`,
    'Set-Cookie': `${cookieName(token)}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000`,
  });
}

async function sendPicture({ workbench }: Site, path: string, response: ServerResponse): Promise<void> {
  const [, id, split, question] = path.slice(1).split('/').map(decode);
  if (!id || !question || (split !== 'train' && split !== 'test'))
    return sendText(response, 404, 'No such picture.');
  try {
    const file = await pictureFile(workbench.services, id, split, question);
    // The challenge's id is a hash of its files: the same address, the same picture.
    if (await sendFile(response, file, 'private, max-age=3600')) return;
    sendText(response, 404, `${file} is not there any more.`);
  } catch (error) {
    const known = error instanceof QuartetError;
    if (!known) workbench.services.log.error(messageOf(error));
    sendText(response, known ? 404 : 500, messageOf(error));
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is no name of ours.
    return '';
  }
}

/** A file of the window; every other path is a page of it. */
async function sendPage(renderer: string, path: string, response: ServerResponse): Promise<void> {
  const file = normalize(join(renderer, decode(path)));
  const inside = file.startsWith(renderer + sep);
  const isAsset = path.startsWith('/assets/');
  if (
    inside &&
    (await sendFile(response, file, isAsset ? 'private, max-age=31536000, immutable' : 'no-cache'))
  )
    return;
  if (isAsset || path === '/favicon.ico') return sendText(response, 404, 'No such file.');
  if (await sendFile(response, join(renderer, 'index.html'), 'no-cache')) return;
  sendText(
    response,
    503,
    `The window is not built (no ${join(renderer, 'index.html')}). Run \`npm run build\`.`,
  );
}
