import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { QuartetError } from '../../../../src-main/common/errors.ts';
import { fetchFile, type Fetching, type Wanted } from '../../../../src-main/services/download/fetch-file.ts';
import { fileSize } from '../../../../src-main/services/download/file-size.ts';
import { startRangeServer, type RangeServer } from '../../fixtures/range-server.ts';
import { until } from '../../fixtures/until.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251));
let server: RangeServer;
let folder: string;
let file: string;
let part: string;

beforeEach(async () => {
  server = await startRangeServer(new Map([['/w', content]]));
  folder = await mkdtemp(join(tmpdir(), 'quartet 받기-'));
  file = join(folder, 'new', 'w.bin');
  part = `${file}.part`;
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function get(change: Partial<Wanted> = {}, fetching: Partial<Fetching> = {}): Promise<void> {
  const checksum = { kind: 'sha256', hex: sha256(content) } as const;
  return fetchFile(
    { url: `${server.address}/w`, bytes: content.length, checksum, ...change },
    { file, part },
    { onBytes: () => {}, explain: (fault) => new QuartetError('UNSUPPORTED', String(fault)), ...fetching },
  );
}

test('a file comes into its place, and how much of it is there is told', async () => {
  const told: number[] = [];
  await get({}, { onBytes: (done) => told.push(done) });
  expect((await readFile(file)).equals(content)).toBe(true);
  expect(await readdir(join(folder, 'new'))).toEqual(['w.bin']);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(content.length);
});

test('a connection that breaks again and again is taken up where it broke, as long as something comes', async () => {
  server.cutAfter = 70_000;
  await get();
  // A connection may end before its bytes are on the disk: they are asked for again.
  expect([...new Set(server.asked)]).toEqual([undefined, ...[1, 2, 3, 4].map((n) => `bytes=${n * 70_000}-`)]);
  expect((await readFile(file)).equals(content)).toBe(true);
});

test('a server that knows no ranges sends all of it again', async () => {
  server.ranges = false;
  server.cutAfter = 70_000;
  const told: number[] = [];
  await expect(get({}, { onBytes: (done) => told.push(done) })).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });
  server.cutAfter = null;
  await get({}, { onBytes: (done) => told.push(done) });
  expect(Math.max(...told)).toBe(content.length);
  expect((await readFile(file)).equals(content)).toBe(true);
});

test.each([503, 429])('a passing %s is asked again', async (status) => {
  server.refuse = [status];
  await get();
  expect(server.asked.length).toBe(2);
});

test.each([
  [[403], 1],
  [[500, 500, 500], 3],
])('refused with %j it gives up after %i requests and keeps what came', async (statuses, requests) => {
  await writeFile(join(folder, 'w.part'), content.subarray(0, 1000));
  part = join(folder, 'w.part');
  server.refuse = statuses;
  await expect(get()).rejects.toMatchObject({
    code: 'UNSUPPORTED',
    message: expect.stringContaining(String(statuses[0])) as string,
  });
  expect(server.asked).toEqual(Array(requests).fill('bytes=1000-'));
  expect((await readFile(part)).length).toBe(1000);
});

test('what had come when it was stopped is kept', async () => {
  server.cutAfter = 70_000;
  const stop = new AbortController();
  server.stall = true;
  const stopped = expect(get({}, { signal: stop.signal })).rejects.toThrow('enough');
  await until(async () => (await fileSize(part)) === 70_000);
  stop.abort(new Error('enough'));
  await stopped;
  expect(existsSync(file)).toBe(false);
  expect((await readFile(part)).equals(content.subarray(0, 70_000))).toBe(true);
});

test('another content is deleted and told with both checksums', async () => {
  server.files.set('/w', Buffer.alloc(content.length));
  await expect(get()).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining(`expected ${sha256(content).slice(0, 12)}…`) as string,
  });
  expect(await readdir(join(folder, 'new'))).toEqual([]);
});

test('a git checksum is that of a blob', async () => {
  // `printf 'hello\n' | git hash-object --stdin`
  const checksum = { kind: 'git-sha1', hex: 'ce013625030ba8dba906f756967f9e9ca394464a' } as const;
  server.files.set('/w', Buffer.from('hello\n'));
  await get({ bytes: 6, checksum });
  expect(await readFile(file, 'utf8')).toBe('hello\n');
});

test('a larger file than was listed, and a shorter one, are refused', async () => {
  await expect(get({ bytes: content.length - 1 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await rm(part);
  await expect(get({ bytes: content.length + 1 })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});

// Linux gives every program a full disk to try on.
test.skipIf(!existsSync('/dev/full'))('a full disk is told as one', async () => {
  part = '/dev/full';
  await expect(get()).rejects.toMatchObject({
    code: 'OUT_OF_SPACE',
    message: 'Writing /dev/full: the disk is full. Free some space and try again.',
  });
});
