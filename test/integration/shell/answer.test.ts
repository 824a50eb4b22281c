import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../../src-main/host/host.ts';
import type { Site } from '../../../src-main/host/window-files.ts';
import { addChallenge } from '../../../src-main/services/challenge-browser.ts';
import { createWorkbench } from '../../../src-main/services/workbench.ts';
import { answer } from '../../../src-main/shell/answer.ts';
import { makeHome, openHost } from '../fixtures/home.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let site: Site;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
  const renderer = join(place.folder, 'renderer');
  await mkdir(join(renderer, 'assets'), { recursive: true });
  await writeFile(join(renderer, 'index.html'), '<title>Quartet</title>');
  await writeFile(join(renderer, 'assets', 'app.js'), 'let a;');
  await writeFile(join(place.folder, 'secret.txt'), 'secret');
  await writeFile(join(place.folder, 'renderer-of-another.txt'), 'secret');
  site = { workbench: await createWorkbench(host, 'desktop'), renderer };
});

afterEach(async () => {
  await site.workbench.dispose();
  host.dispose();
  await place.close();
});

const get = (url: string, method = 'GET') => answer(site, new Request(url, { method }));

test('the window and its files, under the strict policy', async () => {
  const page = await get('quartet://app/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toBe('<title>Quartet</title>');
  const script = await get('quartet://app/assets/app.js');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect((await get('quartet://app/assets/gone.js')).status).toBe(404);
});

test.each([
  'quartet://app/../secret.txt',
  'quartet://app/%2e%2e/secret.txt',
  'quartet://app/..%2fsecret.txt',
  'quartet://app/%2e%2e%2fsecret.txt',
  'quartet://app/assets/..%2f..%2fsecret.txt',
  'quartet://app/..%5csecret.txt',
  'quartet://app/..%2frenderer-of-another.txt',
  'quartet://app//etc/passwd',
  'quartet://app/%00',
])('%s gives nothing from outside', async (url) => {
  const response = await get(url);
  const text = await response.text();
  expect(text).not.toContain('secret');
  expect(text).not.toContain('root:');
});

test.each(['quartet://other/', 'https://app/', 'file:///etc/passwd', 'quartet://app.evil/'])(
  '%s is not ours',
  async (url) => expect((await get(url)).status).toBe(403),
);

test('only reading', async () => {
  expect((await get('quartet://app/', 'POST')).status).toBe(405);
  expect((await get('quartet://app/', 'HEAD')).status).toBe(200);
});

test('a picture of a challenge', async () => {
  const { id } = await addChallenge(site.workbench.services, { folder: place.challenge });
  const picture = await get(`quartet://app/pictures/${id}/test/test-1`);
  expect(picture.headers.get('content-type')).toBe('image/png');
  const file = join(place.challenge, 'pictures', 'green.png');
  expect(Buffer.from(await picture.arrayBuffer()).equals(await readFile(file))).toBe(true);
  expect((await get(`quartet://app/pictures/${id}/test/no-such`)).status).toBe(404);
});
