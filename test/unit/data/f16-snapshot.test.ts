import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { QuartetError } from '../../../src-main/common/errors.ts';
import { rawBytes } from '../../../src-main/common/raw-bytes.ts';
import { f16Snapshot } from '../../../src-main/data/f16-snapshot.ts';
import { readTensor } from '../../../src-main/data/safetensors.ts';
import { writeSafetensors } from '../../../src-main/data/safetensors-write.ts';
import { openSnapshot } from '../../../src-main/data/snapshot.ts';

let folder: string;
let cache: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quartet-f16-'));
  cache = join(folder, 'cache');
  mkdirSync(join(folder, 'model'));
  writeFileSync(join(folder, 'model', 'config.json'), '{}');
  await write({ x: [1, -0.1, 65504], y: [3] });
});

afterEach(() => rmSync(folder, { recursive: true }));

const weights = (): string => join(folder, 'model', 'model.safetensors');

function write(tensors: Record<string, number[]>): Promise<void> {
  const each = Object.entries(tensors).map(([name, values]) => ({
    name,
    shape: [values.length],
    data: Float32Array.from(values),
  }));
  return writeSafetensors(weights(), each);
}

async function convert(signal = new AbortController().signal, threads = 2) {
  const told: number[] = [];
  const progress = (done: number) => told.push(done);
  const snapshot = await f16Snapshot(await openSnapshot(join(folder, 'model')), {
    folder: cache,
    signal,
    progress,
    threads,
  });
  return { snapshot, told };
}

/** Two pieces of 4 MiB and a bit more, in numbers that f16 holds exactly. */
const large = Float32Array.from({ length: 2_100_001 }, (_, i) => (i % 2048) / 8);

it('keeps names and shapes, and each number to 11 bits', async () => {
  const { snapshot, told } = await convert();
  expect(snapshot.folder).toBe(join(folder, 'model'));
  const x = snapshot.tensors.get('x')!;
  expect(x).toMatchObject({ dtype: 'F16', shape: [3] });
  // −0.1 is −1638.4 · 2⁻¹⁴.
  expect([...(await readTensor(x))]).toEqual([1, -1638 / 2 ** 14, 65504]);
  expect(told.at(-1)).toBe(16);
});

it.each([1, 3])('keeps the order of pieces and tensors with %i threads', async (threads) => {
  await write({ a: [1, 2], large: [...large], z: [3] });
  const { snapshot, told } = await convert(undefined, threads);
  const stored = async (name: string): Promise<Float32Array> => readTensor(snapshot.tensors.get(name)!);
  expect(Buffer.compare(rawBytes(await stored('large')), rawBytes(large))).toBe(0);
  expect([[...(await stored('a'))], [...(await stored('z'))]]).toEqual([[1, 2], [3]]);
  expect(told).toEqual(told.toSorted((x, y) => x - y));
  expect(told.at(-1)).toBe(4 * (2 + large.length + 1));
});

it('places the file where ONNX Runtime may read it', async () => {
  const { snapshot } = await convert();
  const { file } = snapshot.tensors.get('y')!;
  expect(existsSync(join(snapshot.weights.folder, snapshot.weights.locations.get(file)!))).toBe(true);
});

it('converts once, and again when the weights changed', async () => {
  await convert();
  expect((await convert()).told).toEqual([]);
  utimesSync(weights(), 1, 1);
  expect((await convert()).told).not.toEqual([]);
  expect(readdirSync(cache)).toHaveLength(2);
});

it('uses weights that are f16 already as they are', async () => {
  const { snapshot } = await convert();
  const again = await f16Snapshot(snapshot, {
    folder: join(folder, 'unused'),
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  expect(again).toBe(snapshot);
});

it('names a weight that f16 cannot hold, and leaves no file', async () => {
  await write({ x: [1], big: [70000] });
  await expect(convert()).rejects.toThrow(/big holds a number beyond 65504/);
  expect(readdirSync(cache)).toEqual([]);
});

it('says that the weights became shorter while it read them, and leaves no file', async () => {
  const snapshot = await openSnapshot(join(folder, 'model'));
  truncateSync(weights(), statSync(weights()).size - 4);
  const options = { folder: cache, signal: new AbortController().signal, progress: () => undefined };
  await expect(f16Snapshot(snapshot, options)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('model.safetensors became shorter') as string,
  });
  expect(readdirSync(cache)).toEqual([]);
});

it('stopped in mid-work, it throws the reason, leaves no file and no thread', async () => {
  await write({ large: [...large], more: [...large] });
  const threads: Worker[] = [];
  const count = (worker: Worker): number => threads.push(worker);
  process.on('worker', count);
  const stop = new AbortController();
  const stopped = f16Snapshot(await openSnapshot(join(folder, 'model')), {
    folder: cache,
    signal: stop.signal,
    progress: () => stop.abort(new QuartetError('CANCELLED', 'stop')),
    threads: 3,
  });
  await expect(stopped).rejects.toThrow('stop');
  process.off('worker', count);
  // A thread that has ended has no number.
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1, -1]);
  expect(readdirSync(cache)).toEqual([]);
});

it('leaves no file when it is cancelled', async () => {
  await expect(convert(AbortSignal.abort('cancelled'))).rejects.toBeDefined();
  expect(readdirSync(cache)).toEqual([]);
});
