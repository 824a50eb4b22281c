import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Notice } from '../../../src-main/contract/index.ts';
import { cookieName, openToken } from '../../../src-main/headless/serve/guard.ts';
import { startServer, type WorkbenchServer } from '../../../src-main/headless/serve/server.ts';
import type { Host } from '../../../src-main/host/host.ts';
import { createWorkbench, type Workbench } from '../../../src-main/services/workbench.ts';
import { makeHome, openHost } from '../fixtures/home.ts';
import { plainRecipe } from '../fixtures/recipe.ts';
import { until } from '../fixtures/until.ts';
import { connect, token } from '../fixtures/window.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let workbench: Workbench;
let server: WorkbenchServer;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
  workbench = await createWorkbench(host, 'headless');
  const renderer = join(place.folder, 'renderer');
  await mkdir(join(renderer, 'assets'), { recursive: true });
  await writeFile(join(renderer, 'index.html'), '<title>Quartet</title>');
  await writeFile(join(renderer, 'assets', 'app.js'), 'let a;');
  await writeFile(join(place.folder, 'secret.txt'), 'secret');
  server = await startServer({ workbench, token, renderer }, 0);
});

afterEach(async () => {
  delete process.env['STAND_IN'];
  await server.dispose();
  await workbench.dispose();
  host.dispose();
  await place.close();
});

interface Reply {
  readonly status: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** A request with the path exactly as given: `fetch` would tidy it, and set Host itself. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const sent = request({ port: server.port, host: '127.0.0.1', path, headers, method });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

const cookie = { Cookie: `other=1; ${cookieName(token)}=${token}` };

test('the address with its key gives a cookie, and the cookie the window', async () => {
  const first = await get(`/?token=${token}`);
  expect(first).toMatchObject({ status: 303, headers: { location: '/' } });
  expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
  const page = await get('/', cookie);
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(String(page.headers['content-security-policy'])).toContain("script-src 'self';");
  expect(page.body.toString()).toBe('<title>Quartet</title>');
  expect((await get('/runs/some-id', cookie)).body.toString()).toBe('<title>Quartet</title>');
  expect((await get('/assets/app.js', cookie)).headers['content-type']).toBe(
    'text/javascript; charset=utf-8',
  );
  expect((await get('/assets/gone.js', cookie)).status).toBe(404);
});

test.each([
  ['no key', '/', {}, 401],
  ['a wrong key', `/?token=${'x'.repeat(43)}`, {}, 401],
  ['a wrong cookie', '/', { Cookie: `${cookieName(token)}=nearly` }, 401],
  ['another name for this machine', '/', { ...cookie, Host: 'evil.example:80' }, 403],
  ['another page', '/', { ...cookie, Origin: 'http://evil.example' }, 403],
  ['a page on another port', '/', { ...cookie, Origin: 'http://127.0.0.1:1' }, 403],
  ['a way out of the folder', '/../secret.txt', cookie, 200],
  ['an encoded way out', '/%2e%2e%2fsecret.txt', cookie, 200],
])('%s: %s', async (_, path, headers, status) => {
  const reply = await get(path, headers);
  expect(reply.status).toBe(status);
  expect(reply.body.toString()).not.toBe('secret');
  if (status !== 200) expect(reply.body.toString()).not.toContain('<title>');
});

test('only reading', async () => {
  expect((await get('/', cookie, 'POST')).status).toBe(405);
});

test.each([
  ['no key', {}],
  ['another page', { ...cookie, Origin: 'http://evil.example' }],
  ['another name', { ...cookie, Host: 'evil.example' }],
])('no socket for %s', async (_, headers) => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers });
  const outcome = await Promise.race([
    once(socket, 'error').then(([error]) => (error as Error).message),
    once(socket, 'open').then(() => 'it opened'),
  ]);
  expect(outcome).toContain('403');
});

test('a socket with the cookie of a page of ours, also through a tunnel under another port', async () => {
  const headers = { ...cookie, Host: 'localhost:9', Origin: 'http://localhost:9' };
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers });
  await once(socket, 'open');
  socket.close();
});

test('pictures of known questions, and of nothing else', async () => {
  const { client, socket } = await connect(server.port);
  const { id } = await client.challenges.add({ source: { folder: place.challenge } });
  const { rows } = await client.challenges.questions({ id, split: 'train' });
  const picture = await get(rows[0]!.pictureUrl, cookie);
  expect(picture).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } });
  expect(picture.body.subarray(1, 4).toString()).toBe('PNG');
  expect((await get(rows[0]!.pictureUrl)).status).toBe(401);
  expect((await get(`/pictures/${id}/train/nobody`, cookie)).status).toBe(404);
  expect((await get(`/pictures/${id}/..%2f..%2fsecret.txt/x`, cookie)).status).toBe(404);
  expect((await get(`/pictures/${'0'.repeat(64)}/train/train-0`, cookie)).status).toBe(404);
  socket.close();
});

test('a dropped socket: who comes back hears all that was missed, and the run went on', async () => {
  process.env['STAND_IN'] = 'slow';
  const first = await connect(server.port);
  const { id: challengeId } = await first.client.challenges.add({ source: { folder: place.challenge } });
  const [run] = await first.client.runs.launch({ challengeId, recipe: plainRecipe });
  const seen: Notice[] = [];
  for await (const notice of await first.client.events.subscribe({})) {
    seen.push(notice);
    if (notice.kind === 'progress' && notice.progress.done >= 2) break;
  }
  expect(seen[0]).toMatchObject({ kind: 'reset' });
  first.socket.terminate();
  await until(async () => workbench.queue.running().length === 0 && (await isSubmitted(run!.id)));
  const second = await connect(server.port);
  const missed: Notice[] = [];
  for await (const notice of await second.client.events.subscribe({ since: seen.at(-1)!.seq })) {
    missed.push(notice);
    if (notice.kind === 'changed' && notice.what === 'queue') break;
  }
  expect(missed.map(({ kind }) => kind)).not.toContain('reset');
  expect(
    missed.filter((notice) => notice.kind === 'changed' && notice.id === run!.id).length,
  ).toBeGreaterThan(0);
  const numbers = [...seen, ...missed].map(({ seq }) => seq);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(await second.client.runs.get({ id: run!.id })).toMatchObject({ status: 'done' });
  second.socket.close();
});

const isSubmitted = async (id: string): Promise<boolean> => {
  const { client, socket } = await connect(server.port);
  const { submission } = await client.runs.get({ id });
  socket.close();
  return submission !== null;
};

test('two windows: what one changes the other hears; what a command line writes, too', async () => {
  const [one, two] = [await connect(server.port), await connect(server.port)];
  const heard: string[] = [];
  const listening = (async () => {
    for await (const notice of await two.client.events.subscribe({})) {
      if (notice.kind === 'changed') heard.push(notice.what);
      if (heard.at(-1) === 'history') break;
    }
  })();
  // The subscription's first word is on its way: what follows is heard.
  await two.client.app.info();
  await one.client.settings.set({ theme: 'dark' });
  await one.client.members.save({ name: '민아', color: 1 });
  const beside = await openHost(place.home);
  beside.history.exec("INSERT INTO members (name) VALUES ('other process')");
  beside.dispose();
  await listening;
  expect(heard).toEqual(['settings', 'member', 'history']);
  one.socket.close();
  two.socket.close();
});

test('a port that is taken says so', async () => {
  await expect(startServer({ workbench, token, renderer: '/nowhere' }, server.port)).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});

test('the key stays over restarts, for its owner only', async () => {
  const made = await openToken(place.home);
  expect(await openToken(place.home)).toBe(made);
  expect(made).not.toBe(await openToken(join(place.folder, 'other home')));
});
