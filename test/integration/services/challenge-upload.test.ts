import { randomUUID } from 'node:crypto';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../../src-main/host/host.ts';
import { addChallenge, challengeEntries } from '../../../src-main/services/challenge-browser.ts';
import { keepUpload, uploadedFolder } from '../../../src-main/services/challenge-upload.ts';
import { uploadFolder } from '../../../src-main/services/import/uploads.ts';
import { makeHome, openHost } from '../fixtures/home.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
});

afterEach(async () => {
  host.dispose();
  await place.close();
});

/** What a window would have sent: the challenge as a folder of this name, or its files alone. */
async function send(name: string | null): Promise<string> {
  const upload = randomUUID();
  const to = uploadFolder(host, upload);
  await cp(place.challenge, name === null ? to : join(to, name), { recursive: true });
  return upload;
}

test('a folder that was dropped moves into the data folder under its name', async () => {
  const upload = await send('우리 과제');
  const folder = await uploadedFolder(host, upload);
  expect(folder.endsWith('우리 과제')).toBe(true);
  const source = await keepUpload(host, upload, { folder, columns: { id: 'id' } });
  expect(source).toEqual({ folder: join(place.home, 'challenges', '우리 과제'), columns: { id: 'id' } });
  expect(await addChallenge(host, source)).toMatchObject({ train: 60, test: 40, findingCount: 40 });
  expect(challengeEntries(host)).toMatchObject([{ folder: source.folder, name: '우리 과제' }]);
  expect(await readdir(join(place.home, 'incoming'))).toEqual([]);
});

test('another of the same name stands beside it, and files without a folder get one', async () => {
  const names = ['과제', '과제', null];
  for (const name of names) {
    const upload = await send(name);
    await keepUpload(host, upload, { folder: await uploadedFolder(host, upload) });
  }
  expect((await readdir(join(place.home, 'challenges'))).sort()).toEqual(['challenge', '과제', '과제-2']);
});

test('what is gone, and what was not sent, is refused', async () => {
  await expect(uploadedFolder(host, randomUUID())).rejects.toThrow(/not here any more/);
  const upload = await send('과제');
  await expect(keepUpload(host, upload, { folder: place.challenge })).rejects.toThrow(/is not what was sent/);
  expect(await uploadedFolder(host, upload)).toContain('과제');
});
