import { untrack } from 'svelte';
import { versionOf } from './events.svelte.ts';
import type { Topic } from './topics.ts';

/** What was asked of the host: the last answer stays readable while a newer one comes. */
export interface Query<T> {
  readonly data: T | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
  again(): void;
}

/**
 * Asks the host now, and again when a topic changes or what `load` reads does. Late answers to older questions are
 * dropped. Belongs in a component's script.
 */
export function query<T>(
  topics: () => readonly Topic[],
  load: (signal: AbortSignal) => Promise<T>,
): Query<T> {
  let data = $state.raw<T>();
  let error = $state.raw<Error>();
  let loading = $state(true);
  let asked = $state(0);
  $effect(() => {
    for (const topic of topics()) versionOf(topic);
    void asked;
    const abort = new AbortController();
    const answer = load(abort.signal);
    untrack(() => (loading = true));
    answer.then(
      (value) => {
        if (abort.signal.aborted) return;
        [data, error, loading] = [value, undefined, false];
      },
      (reason: unknown) => {
        if (abort.signal.aborted) return;
        [error, loading] = [reason instanceof Error ? reason : new Error(String(reason)), false];
      },
    );
    return () => abort.abort();
  });
  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    again: () => asked++,
  };
}
