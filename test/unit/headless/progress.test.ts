import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress, followProgress } from '../../../src-main/headless/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function capture(isTTY: boolean): { stream: NodeJS.WriteStream; text(): string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  let text = '';
  stream.on('data', (data: Buffer) => (text += data.toString()));
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

test('without a terminal: a line at most every three seconds, the last one always', () => {
  const { stream, text } = capture(false);
  const follow = followProgress(createProgress(stream));
  for (let done = 1; done <= 100; done++) {
    follow({
      type: 'progress',
      phase: 'train',
      done,
      total: 100,
      perSecond: 10,
      etaSeconds: (100 - done) / 10,
      memoryMb: 80,
    });
    vi.advanceTimersByTime(100);
  }
  expect(text().trim().split('\n')).toEqual([
    'Training: 1/100, 10.0/s, 9.9 s left',
    'Training: 31/100, 10.0/s, 6.9 s left',
    'Training: 61/100, 10.0/s, 3.9 s left',
    'Training: 91/100, 10.0/s, 0.9 s left',
    'Training: 100/100, 10.0/s',
  ]);
});

test('on a terminal: a bar a phase with rate and time left', () => {
  const { stream, text } = capture(true);
  const progress = createProgress(stream);
  const follow = followProgress(progress);
  follow({
    type: 'progress',
    phase: 'train',
    done: 50,
    total: 100,
    perSecond: 10,
    etaSeconds: 5,
    memoryMb: 80,
  });
  vi.advanceTimersByTime(1000);
  progress.dispose();
  expect(text()).toMatch(/Training .*50\/100, 10\.0\/s, 5\.0 s left/);
});
