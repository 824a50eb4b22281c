import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createThreadPool, threadFile, type ThreadPool } from '../../../src-main/common/thread-pool.ts';

let pool: ThreadPool<string, string>;

beforeEach(() => {
  pool = open(threadFile(import.meta.dirname, 'answering-thread'));
});
afterEach(() => pool.dispose());

function open(file: string): ThreadPool<string, string> {
  return createThreadPool({
    file,
    threads: 2,
    data: 'hello',
    ended: (reason) => `ended: ${reason}`,
    closed: () => 'closed',
  });
}

test('each request gets its own answer', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  expect(await Promise.all(names.map((name) => pool.ask(name)))).toEqual(
    names.map((name) => `hello ${name}`),
  );
});

test('an error of the thread comes with its code, and the thread goes on', async () => {
  for (let i = 0; i < 2; i++)
    await expect(pool.ask('refuse')).rejects.toMatchObject({ code: 'UNSUPPORTED', message: 'not this' });
  expect(await pool.ask('a')).toBe('hello a');
});

test.each([
  ['exit', 'ended: exit code 7'],
  ['throw', /^ended: .*JSON/],
])(
  'a thread that ends (%s) tells all who wait for it why, and another takes its place',
  async (death, why) => {
    const [dead, other, behind] = await Promise.allSettled(
      [death, 'a', 'wait'].map((each) => pool.ask(each)),
    );
    const fault = {
      status: 'rejected',
      reason: { code: 'ENGINE', message: expect.stringMatching(why) as string },
    };
    expect(dead).toMatchObject(fault);
    expect(other).toMatchObject({ value: 'hello a' });
    expect(behind).toMatchObject(fault);
    expect(await Promise.all([pool.ask('c'), pool.ask('d')])).toEqual(['hello c', 'hello d']);
  },
);

test('a thread whose file is missing is told by it', async () => {
  const none = open(join(import.meta.dirname, 'none.ts'));
  await expect(none.ask('a')).rejects.toMatchObject({
    code: 'ENGINE',
    message: expect.stringContaining('none.ts') as string,
  });
  await none.dispose();
});

test('closed, it cancels who waits and who comes later', async () => {
  const waiting = pool.ask('wait');
  const closing = pool.dispose();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED', message: 'closed' });
  await closing;
  await expect(pool.ask('a')).rejects.toMatchObject({ code: 'CANCELLED' });
});
