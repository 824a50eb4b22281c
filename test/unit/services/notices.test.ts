import { expect, test } from 'vitest';
import type { Notice } from '../../../src-main/contract/index.ts';
import { createNotices, type Notices } from '../../../src-main/services/notices.ts';

const change = (id: string) => ({ kind: 'changed', what: 'run', id }) as const;

function progress(id: string, done: number) {
  const rest = { total: 10, perSecond: null, etaSeconds: null, memoryMb: null, provider: null };
  return { kind: 'progress', id, progress: { runId: id, phase: 'train', done, ...rest } } as const;
}

/** What a subscriber gets at once. */
async function read(notices: Notices, since: number | null, count: number): Promise<Notice[]> {
  const found: Notice[] = [];
  for await (const notice of notices.subscribe(since)) {
    found.push(notice);
    if (found.length === count) break;
  }
  return found;
}

test('who comes first is told to ask for everything; who comes back gets what was missed', async () => {
  const notices = createNotices(100);
  notices.publish(change('a'));
  const [first] = await read(notices, null, 1);
  expect(first).toEqual({ kind: 'reset', seq: 101 });
  notices.publish(change('b'));
  notices.publish(change('c'));
  expect(await read(notices, 101, 2)).toEqual([
    { ...change('b'), seq: 102 },
    { ...change('c'), seq: 103 },
  ]);
});

test('of progress only the newest is told again', async () => {
  const notices = createNotices(0);
  notices.publish(progress('r', 1));
  notices.publish(progress('r', 2));
  notices.publish(change('r'));
  expect(await read(notices, 0, 2)).toEqual([
    { ...progress('r', 2), seq: 2 },
    { ...change('r'), seq: 3 },
  ]);
});

test('who was away for too long, or knew another host, asks for everything', async () => {
  const notices = createNotices(0);
  for (let i = 0; i < 2001; i++) notices.publish(change(String(i)));
  expect((await read(notices, 0, 1))[0]).toMatchObject({ kind: 'reset' });
  expect((await read(notices, 1, 1))[0]).toMatchObject({ id: '1', seq: 2 });
  expect((await read(notices, 99_999, 1))[0]).toMatchObject({ kind: 'reset' });
});

test('a subscription ends when its reader leaves, and when the host does', async () => {
  const notices = createNotices(0);
  const leaving = new AbortController();
  const left = notices.subscribe(0, leaving.signal);
  const waiting = left.next();
  leaving.abort();
  expect(await waiting).toMatchObject({ done: true });
  const staying = notices.subscribe(0).next();
  notices.dispose();
  expect(await staying).toMatchObject({ done: true });
});
