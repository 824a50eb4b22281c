import { createChannel, type Channel } from '../common/channel.ts';
import type { Notice } from '../contract/index.ts';

/** A notice before it has its number. */
export type NoticeBody = { [K in Notice['kind']]: Omit<Extract<Notice, { kind: K }>, 'seq'> }[Notice['kind']];

/** Tells every window what changed. */
export interface Notices {
  publish(body: NoticeBody): void;
  /** What happened after `since`, then what happens until `signal`; begins with `reset` when that is not known any more. */
  subscribe(since: number | null, signal?: AbortSignal): AsyncGenerator<Notice, void, undefined>;
  /** Ends all subscriptions. */
  dispose(): void;
}

/** How many changes a window may miss and still catch up one by one. */
const kept = 2000;

/** Makes a bus of notices. Numbers grow over restarts, so that a window sees that its host is another one. */
export function createNotices(start: number = Date.now() * 1000): Notices {
  let seq = start;
  let forgotten = start;
  const changes: Notice[] = [];
  const latest = new Map<string, Notice>();
  const channels = new Set<Channel<Notice>>();

  /** Changes are kept one by one; of progress and points only the newest of each run says anything. */
  const keep = (notice: Notice): void => {
    if (notice.kind === 'changed') changes.push(notice);
    else if (notice.kind !== 'reset') latest.set(`${notice.kind} ${notice.id}`, notice);
    if (changes.length > kept) forgotten = changes.shift()!.seq;
  };

  const missed = (since: number | null): Notice[] => {
    const known = since !== null && since >= forgotten && since <= seq;
    const after = known ? since : seq;
    const later = [...changes, ...latest.values()].filter((notice) => notice.seq > after);
    return [...(known ? [] : [{ kind: 'reset', seq } as const]), ...later.sort((a, b) => a.seq - b.seq)];
  };

  async function* subscribe(since: number | null, signal?: AbortSignal): AsyncGenerator<Notice, void> {
    const channel = createChannel<Notice>();
    const end = (): void => channel.end();
    for (const notice of missed(since)) channel.push(notice);
    channels.add(channel);
    // A generator that waits does not hear that its reader left.
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    try {
      yield* channel;
    } finally {
      signal?.removeEventListener('abort', end);
      channels.delete(channel);
    }
  }

  return {
    publish(body) {
      const notice: Notice = { ...body, seq: ++seq };
      keep(notice);
      for (const channel of channels) channel.push(notice);
    },
    subscribe,
    dispose() {
      for (const channel of channels) channel.end();
    },
  };
}
