import { SvelteMap } from 'svelte/reactivity';
import type { RunProgress } from '../../src-main/contract/index.ts';
import { backoff } from './backoff.ts';
import { api } from './connection.svelte.ts';
import { topicsOf, type Topic } from './topics.ts';

const versions = new SvelteMap<Topic, number>();
let everything = $state(0);

/** How far each running job is, by run id; the host sends at most four a second. */
export const progressOf = new SvelteMap<string, RunProgress>();

/** A number that changes when the topic does; reading it makes an effect follow. */
export function versionOf(topic: Topic): number {
  return everything + (versions.get(topic) ?? 0);
}

/** Makes topics stale; null means all. */
export function invalidate(topics: readonly Topic[] | null): void {
  if (topics === null) everything++;
  else for (const topic of topics) versions.set(topic, (versions.get(topic) ?? 0) + 1);
}

/** Follows the host's notices for as long as the window lives; after a lost connection it goes on at the last one seen. */
export async function followEvents(): Promise<never> {
  let since: number | null = null;
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const notice of await api.events.subscribe({ since })) {
        since = notice.seq;
        attempt = 0;
        if (notice.kind === 'progress') progressOf.set(notice.id, notice.progress);
        else invalidate(topicsOf(notice));
      }
    } catch {
      // The connection ended: its bar says so, and the next round waits until it stands again.
    }
    await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
  }
}
