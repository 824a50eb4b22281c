import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodePicture } from '../../../src-main/data/pictures.ts';
import { openSnapshot } from '../../../src-main/data/snapshot.ts';
import { openModel } from '../../../src-main/models/open-model.ts';
import { createPicturePool } from '../../../src-main/train/picture-pool.ts';

const settings = { folder: join(import.meta.dirname, '../../../resources/tiny-vl'), size: 112 };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-pool-'));
  for (const [name, width, height] of [
    ['a.jpg', 300, 200],
    ['b.png', 64, 150],
    ['c.jpg', 112, 112],
    ['strip.png', 1, 300],
  ] as const) {
    const pixels = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * i) % 251));
    await sharp(pixels, { raw: { width, height, channels: 3 } }).toFile(join(folder, name));
  }
  await writeFile(join(folder, 'broken.jpg'), 'no picture');
});

afterAll(() => rm(folder, { recursive: true }));

test('pictures that other threads prepared are those that this thread prepares, to the last byte', async () => {
  const model = await openModel(await openSnapshot(settings.folder));
  const pool = createPicturePool(settings, 2);
  const names = ['a.jpg', 'b.png', 'c.jpg', 'a.jpg', 'b.png'];
  const prepared = await Promise.all(names.map((name) => pool.prepare(join(folder, name))));
  for (const [i, name] of names.entries()) {
    const sized = model.sizePicture(await decodePicture(join(folder, name)), settings.size);
    expect(prepared[i]).toEqual(model.preparePicture(sized));
  }
  await pool.dispose();
});

test('a broken or missing picture is told by its file, and the others are read', async () => {
  const pool = createPicturePool(settings, 1);
  const [broken, missing, good] = await Promise.allSettled(
    ['broken.jpg', 'none.jpg', 'c.jpg'].map((name) => pool.prepare(join(folder, name))),
  );
  expect(broken).toMatchObject({
    status: 'rejected',
    reason: { code: 'INVALID_INPUT', message: expect.stringContaining('broken.jpg') as string },
  });
  expect(missing).toMatchObject({ status: 'rejected', reason: { code: 'NOT_FOUND' } });
  expect(good?.status).toBe('fulfilled');
  await pool.dispose();
});

test('a picture that the model takes in no size is told by its file', async () => {
  const pool = createPicturePool(settings, 1);
  await expect(pool.prepare(join(folder, 'strip.png'))).rejects.toThrow(/strip\.png.*1×300/);
  await pool.dispose();
});

test('closed in mid-work, it says so to whoever waits and to whoever comes later', async () => {
  const pool = createPicturePool(settings, 1);
  const waiting = pool.prepare(join(folder, 'a.jpg'));
  const closing = pool.dispose();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  await closing;
  await expect(pool.prepare(join(folder, 'a.jpg'))).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('a snapshot that cannot be opened is told by each picture, and the thread goes on', async () => {
  const pool = createPicturePool({ ...settings, folder }, 1);
  for (const name of ['a.jpg', 'c.jpg'])
    await expect(pool.prepare(join(folder, name))).rejects.toThrow('config.json');
  await pool.dispose();
});
