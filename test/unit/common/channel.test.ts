import { expect, test } from 'vitest';
import { createChannel } from '../../../src-main/common/channel.ts';

async function readAll(channel: AsyncIterable<number>): Promise<number[]> {
  const read: number[] = [];
  for await (const value of channel) read.push(value);
  return read;
}

test('what was pushed before and while reading arrives in order', async () => {
  const channel = createChannel<number>();
  channel.push(1);
  channel.push(2);
  const reading = readAll(channel);
  await Promise.resolve();
  channel.push(3);
  channel.end();
  expect(await reading).toEqual([1, 2, 3]);
});

test('an error comes after what was pushed before it', async () => {
  const channel = createChannel<number>();
  channel.push(1);
  channel.end(new Error('broken'));
  const iterator = channel[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: 1 });
  await expect(iterator.next()).rejects.toThrow('broken');
});

test('after its end nothing is taken', async () => {
  const channel = createChannel<number>();
  channel.end();
  channel.push(1);
  expect(await readAll(channel)).toEqual([]);
});
