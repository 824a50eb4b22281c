import { parseRoute, type Route } from './route.ts';

let hash = $state(location.hash);
addEventListener('hashchange', () => (hash = location.hash));

const route = $derived(parseRoute(hash));

/** Where the window is; follows the address. */
export function currentRoute(): Route {
  return route;
}

/** Goes to a place such as `#/runs`. */
export function go(address: string): void {
  location.hash = address;
}
