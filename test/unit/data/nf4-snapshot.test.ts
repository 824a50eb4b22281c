import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { QuartetError } from '../../../src-main/common/errors.ts';
import { quantizeMagnitudes, quantizeNf4 } from '../../../src-main/data/nf4.ts';
import { nf4Snapshot } from '../../../src-main/data/nf4-snapshot.ts';
import { readBytesOf, readTensor } from '../../../src-main/data/safetensors.ts';
import { writeSafetensors } from '../../../src-main/data/safetensors-write.ts';
import { openSnapshot, type Snapshot } from '../../../src-main/data/snapshot.ts';

// Larger than two pieces of 4 MiB, with a block that is not full at its end; smaller than one; and one kept as it is.
const sizes: Record<string, number> = { large: 2_500_010, small: 1000, kept: 300 };
const matrices = new Set(['large', 'small']);
let folder: string;
let snapshot: Snapshot;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quartet-nf4-'));
  mkdirSync(join(folder, 'model'));
  writeFileSync(join(folder, 'model', 'config.json'), '{}');
  const tensors = Object.entries(sizes).map(([name, size]) => ({ name, shape: [size], data: numbers(size) }));
  await writeSafetensors(join(folder, 'model', 'model.safetensors'), tensors);
  snapshot = await openSnapshot(join(folder, 'model'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Numbers of many magnitudes. */
function numbers(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => Math.sin(i * i) * (1 + Math.cos(i / 1e4)));
}

function options(cache: string, threads: number, double = true) {
  const signal = new AbortController().signal;
  return { matrices, double, folder: join(folder, cache), signal, threads, progress: (_: number) => {} };
}

function convert(cache: string, threads: number, double = true): Promise<Snapshot> {
  return nf4Snapshot(snapshot, options(cache, threads, double));
}

test.each([true, false])(
  'three threads write what one writes, to the last byte (double %s)',
  async (double) => {
    const one = await convert(`one-${double}`, 1, double);
    const three = await convert(`three-${double}`, 3, double);
    const [a, b] = [one, three].map(({ tensors }) => readFileSync(tensors.get('large')!.file));
    expect(Buffer.compare(a!, b!)).toBe(0);
  },
);

test('each matrix is what this thread makes of it as a whole; the rest is kept', async () => {
  const { tensors } = await convert('whole', 3);
  for (const name of matrices) {
    const { codes, absmax } = quantizeNf4(numbers(sizes[name]!));
    const nested = quantizeMagnitudes(absmax);
    const bytes = async (key: string): Promise<Buffer> => readBytesOf(tensors.get(key)!);
    expect(Buffer.compare(await bytes(name), codes)).toBe(0);
    expect(Buffer.compare(await bytes(`${name}.absmax`), nested.codes)).toBe(0);
    expect(await readTensor(tensors.get(`${name}.nested_absmax`)!)).toEqual(nested.absmax);
    expect([...(await readTensor(tensors.get(`${name}.nested_offset`)!))]).toEqual([nested.offset]);
  }
  expect(await readTensor(tensors.get('kept')!)).toEqual(numbers(sizes['kept']!));
});

test('progress ends at the bytes of the snapshot', async () => {
  const told: number[] = [];
  await nf4Snapshot(snapshot, { ...options('told', 2), progress: (done) => told.push(done) });
  expect(told).toEqual(told.toSorted((x, y) => x - y));
  expect(told.at(-1)).toBe(4 * (2_500_010 + 1000 + 300));
});

test('stopped in mid-work, it throws the reason, leaves no file and no thread', async () => {
  const threads: Worker[] = [];
  const count = (worker: Worker): number => threads.push(worker);
  process.on('worker', count);
  const stop = new AbortController();
  const progress = (): void => stop.abort(new QuartetError('CANCELLED', 'stop'));
  const stopped = nf4Snapshot(snapshot, { ...options('stopped', 3), signal: stop.signal, progress });
  await expect(stopped).rejects.toThrow('stop');
  process.off('worker', count);
  // A thread that has ended has no number.
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1, -1]);
  expect(readdirSync(join(folder, 'stopped'))).toEqual([]);
});

test('a matrix of another type is told by its name', async () => {
  const tensors = new Map(snapshot.tensors);
  tensors.set('small', { ...tensors.get('small')!, dtype: 'I32' });
  const bad = nf4Snapshot({ ...snapshot, tensors }, options('bad', 2));
  await expect(bad).rejects.toMatchObject({
    code: 'UNSUPPORTED',
    message: expect.stringContaining('small') as string,
  });
});
