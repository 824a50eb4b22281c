import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Reads a home's token, or makes one. It stays over restarts, so that open pages find their way back. */
export async function openToken(home: string): Promise<string> {
  const file = join(home, 'serve-token');
  // One that cannot be read is made anew.
  const known = await readFile(file, 'utf8').catch(() => '');
  if (/^[\w-]{43}$/.test(known.trim())) return known.trim();
  const token = randomBytes(32).toString('base64url');
  await mkdir(home, { recursive: true });
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
}

/** The cookie's name tells tokens apart: cookies do not know ports, and several servers may be tunnelled to one machine. */
export function cookieName(token: string): string {
  return `quartet-${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;
}

/** Whether a request names this machine: another name that resolves to it (DNS rebinding) is refused. */
export function isLocalHost(headers: IncomingHttpHeaders): boolean {
  return hostnameOf(`http://${headers.host ?? ''}`) !== null;
}

/** Whether a request comes from a page of this server, or from no page at all. */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  return origin === undefined || (origin === `http://${host ?? ''}` && hostnameOf(origin) !== null);
}

function hostnameOf(url: string): string | null {
  const name = URL.canParse(url) ? new URL(url).hostname : '';
  return ['127.0.0.1', 'localhost', '[::1]'].includes(name) ? name : null;
}

/** Whether a request carries the token, as a cookie or as `Authorization: Bearer`. */
export function isAllowed(headers: IncomingHttpHeaders, token: string): boolean {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  const cookie = cookies.find((text) => text.startsWith(`${cookieName(token)}=`))?.split('=')[1];
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return isToken(cookie, token) || isToken(bearer, token);
}

/** Compares in constant time. */
export function isToken(given: string | null | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(token));
}
