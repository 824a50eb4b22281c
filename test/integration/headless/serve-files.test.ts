import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type WorkbenchServer } from '../../../src-main/headless/serve/server.ts';
import type { Host } from '../../../src-main/host/host.ts';
import { createRun } from '../../../src-main/services/runs/create.ts';
import { launchRun } from '../../../src-main/services/runs/launch.ts';
import { submitRun } from '../../../src-main/services/submissions.ts';
import { createWorkbench, type Workbench } from '../../../src-main/services/workbench.ts';
import { makeHome, openHost } from '../fixtures/home.ts';
import { plainRecipe } from '../fixtures/recipe.ts';
import { connect, token } from '../fixtures/window.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let workbench: Workbench;
let server: WorkbenchServer;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
  workbench = await createWorkbench(host, 'headless');
  server = await startServer({ workbench, token, renderer: '/nowhere' }, 0);
});

afterEach(async () => {
  await server.dispose();
  await workbench.dispose();
  host.dispose();
  await place.close();
});

const key = { Authorization: `Bearer ${token}` };
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { headers: key, ...init });
const put = (path: string, body: string | Uint8Array<ArrayBuffer>) => ask(path, { method: 'PUT', body });
const incoming = () => join(place.home, 'incoming');

async function finished(note = ''): Promise<{ id: string; challengeId: string }> {
  const run = await createRun(host, {
    challenge: { folder: place.challenge },
    recipe: plainRecipe,
    name: '밤 run/1',
    member: '수진',
    note,
  });
  await launchRun(host, run.id);
  await submitRun(host, run.id);
  return { id: run.id, challengeId: run.challenge.sha256 };
}

const exportOf = (what: object) => `/exports/?what=${encodeURIComponent(JSON.stringify(what))}`;

test('a run is loaded down as an archive, sent to another home, looked at and imported there', async () => {
  const { id } = await finished();
  const down = await ask(exportOf({ kind: 'run', id }));
  expect(down.headers.get('content-disposition')).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent('밤-run-1.qrun')}`,
  );
  const archive = new Uint8Array(await down.arrayBuffer());
  expect(Object.keys(unzipSync(archive))).toContain(`${id}/run.json`);

  const other = await openHost(join(place.folder, 'other'));
  const otherBench = await createWorkbench(other, 'headless');
  const otherServer = await startServer({ workbench: otherBench, token, renderer: '/nowhere' }, 0);
  const upload = randomUUID();
  const sent = await fetch(`http://127.0.0.1:${otherServer.port}/uploads/${upload}/night.qrun`, {
    method: 'PUT',
    headers: key,
    body: archive,
  });
  expect(sent.status).toBe(201);
  const { client, socket } = await connect(otherServer.port);
  const source = { upload };
  expect(await client.imports.preview({ source })).toMatchObject([
    {
      kind: 'run',
      verdict: 'new',
      path: expect.stringContaining('night.qrun') as string,
      run: { name: '밤 run/1', member: '수진' },
    },
  ]);
  expect(await client.imports.apply({ source })).toMatchObject([{ verdict: 'new' }]);
  expect((await client.runs.get({ id })).validation).toEqual(
    (await (await connect(server.port)).client.runs.get({ id })).validation,
  );
  // The upload is gone, and asking for it again says so.
  expect(readdirSync(join(place.folder, 'other', 'incoming'))).toEqual([]);
  await expect(client.imports.preview({ source })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  socket.close();
  await otherServer.dispose();
  await otherBench.dispose();
  other.dispose();
});

test('a folder is sent file by file; what is discarded goes', async () => {
  const { id } = await finished();
  const folder = join(place.home, 'runs', id);
  const upload = randomUUID();
  for (const name of ['run.json', 'metrics.jsonl', 'predictions.csv', 'submission.csv'])
    expect(
      (await put(`/uploads/${upload}/${id}/${name}`, new Uint8Array(await readFile(join(folder, name)))))
        .status,
    ).toBe(201);
  for (const name of ['adapter_config.json', 'adapter_model.safetensors'])
    await put(
      `/uploads/${upload}/${id}/adapter/${name}`,
      new Uint8Array(await readFile(join(folder, 'adapter', name))),
    );
  const { client, socket } = await connect(server.port);
  expect(await client.imports.preview({ source: { upload } })).toMatchObject([{ verdict: 'here' }]);
  await client.imports.discard({ upload });
  expect(readdirSync(incoming())).toEqual([]);
  socket.close();
});

test.each([
  ['without the key', `/uploads/${randomUUID()}/a.csv`, { headers: {} }, 401],
  [
    'from another page',
    `/uploads/${randomUUID()}/a.csv`,
    { headers: { ...key, Origin: 'http://evil.example' } },
    403,
  ],
  ['by another method', `/uploads/${randomUUID()}/a.csv`, { method: 'POST' }, 405],
  ['to no upload', '/uploads/mine/a.csv', {}, 400],
  ['without a name', `/uploads/${randomUUID()}/`, {}, 400],
  ['out of its folder', `/uploads/${randomUUID()}/..%2f..%2fa.csv`, {}, 400],
  ['out of its folder, by backslashes', `/uploads/${randomUUID()}/..%5ca.csv`, {}, 400],
  ['too deep', `/uploads/${randomUUID()}/${'a/'.repeat(9)}a.csv`, {}, 400],
])('nothing is taken %s', async (_, path, init, status) => {
  expect((await ask(path, { method: 'PUT', body: 'id,answer\n', ...init })).status).toBe(status);
  expect(existsSync(incoming()) ? readdirSync(incoming()) : []).toEqual([]);
});

test('a file that says it is larger than any run is refused before it is read', async () => {
  const sent = request({
    port: server.port,
    host: '127.0.0.1',
    method: 'PUT',
    path: `/uploads/${randomUUID()}/a.zip`,
    headers: { ...key, 'Content-Length': String(9 * 2 ** 30) },
  });
  sent.on('error', () => {});
  sent.flushHeaders();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(413);
  sent.destroy();
  expect(existsSync(incoming())).toBe(false);
});

test('a file is not sent twice into one upload', async () => {
  const path = `/uploads/${randomUUID()}/a.csv`;
  expect((await put(path, 'one')).status).toBe(201);
  expect((await put(path, 'two')).status).toBe(409);
});

test('the leaderboard as filtered, as a table: Korean for Excel, no formulas', async () => {
  const { id, challengeId } = await finished('=HYPERLINK("http://evil.example")');
  const other = await finished();
  const down = await ask(exportOf({ kind: 'leaderboard', query: { challengeId, text: 'HYPERLINK' } }));
  expect(down.headers.get('content-type')).toBe('text/csv');
  const bytes = Buffer.from(await down.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = parse<Record<string, string>>(bytes, { bom: true, columns: true });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ member: '수진', run: id, score_from: 'local' });
  expect(rows[0]!['note']).toBe('\'=HYPERLINK("http://evil.example")');
  expect(rows[0]!['run']).not.toBe(other.id);
});

test('a submission under the name of its run, an adapter as PEFT has it, and what is not there', async () => {
  const { id } = await finished();
  const csv = await ask(exportOf({ kind: 'submission', id }));
  expect(csv.headers.get('content-disposition')).toContain(encodeURIComponent('밤-run-1.csv'));
  expect(await csv.text()).toBe(await readFile(join(place.home, 'runs', id, 'submission.csv'), 'utf8'));
  const adapter = unzipSync(
    new Uint8Array(await (await ask(exportOf({ kind: 'adapter', id }))).arrayBuffer()),
  );
  expect(Object.keys(adapter).map((name) => name.split('/').at(-1))).toEqual([
    'adapter_config.json',
    'adapter_model.safetensors',
  ]);
  const bare = await createRun(host, { challenge: { folder: place.challenge }, recipe: plainRecipe });
  expect((await ask(exportOf({ kind: 'adapter', id: bare.id }))).status).toBe(404);
  expect((await ask(exportOf({ kind: 'submission', id: bare.id }))).status).toBe(404);
  expect((await ask('/exports/?what={}')).status).toBe(400);
  expect((await ask('/exports/?what=%7B')).status).toBe(400);
});
