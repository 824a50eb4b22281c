/** The pages, each with the letter that follows G. */
export const pages = [
  { name: 'leaderboard', key: 'l' },
  { name: 'runs', key: 'r' },
  { name: 'compare', key: 'c' },
  { name: 'challenge', key: 'h' },
  { name: 'models', key: 'm' },
  { name: 'team', key: 't' },
  { name: 'settings', key: 's' },
] as const;

export type PageName = (typeof pages)[number]['name'] | 'new';

/** A page, what it is about, and its options: `#/runs/<id>?tab=answers`. */
export interface Route {
  readonly page: PageName;
  readonly id: string | null;
  readonly options: Readonly<Record<string, string>>;
}

/** Reads an address's hash; what is not known leads to the leaderboard. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page = '', id] = path.split('/');
  const known = page === 'new' || pages.some(({ name }) => name === page);
  return {
    page: known ? (page as PageName) : 'leaderboard',
    id: known && id ? decodeURIComponent(id) : null,
    options: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** Writes an address's hash. */
export function addressOf(
  page: PageName,
  id: string | null = null,
  options: Record<string, string> = {},
): string {
  const search = new URLSearchParams(options).toString();
  return `#/${page}${id === null ? '' : `/${encodeURIComponent(id)}`}${search === '' ? '' : `?${search}`}`;
}
