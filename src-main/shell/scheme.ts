/** The scheme of the window's own addresses. */
export const scheme = 'quartet';

/** The address of the window; pictures lie below it, as they do on `quartet serve`. */
export const windowUrl = `${scheme}://app/`;

/** Whether an address is a page of ours: only such a one may talk to the host, and to no other may a window go. */
export function isOurs(url: string): boolean {
  return url.startsWith(windowUrl);
}
