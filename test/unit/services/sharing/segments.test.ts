import {
  appendFile,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../../../src-main/history/database.ts';
import { installationId } from '../../../../src-main/history/edits.ts';
import type { Services } from '../../../../src-main/services/context.ts';
import { setUpShared, type SharedPaths } from '../../../../src-main/services/sharing/layout.ts';
import { publishEdits } from '../../../../src-main/services/sharing/publish-edits.ts';
import { createEditReader } from '../../../../src-main/services/sharing/read-edits.ts';
import { recordEdits } from '../../../../src-main/services/sharing/record.ts';

let paths: SharedPaths;
let services: Services;
let own: string;

beforeEach(async () => {
  paths = await setUpShared(await mkdtemp(join(tmpdir(), 'quartet 공유-')));
  const history = new Database(':memory:');
  migrate(history, ':memory:');
  services = { history } as unknown as Services;
  own = join(paths.events, installationId(history));
});

afterEach(() => rm(paths.folder, { recursive: true, force: true }));

const say = (value: string): void =>
  recordEdits(services, [{ kind: 'run', subjectId: 'one', field: `tag:${value}`, value: true }]);
const publish = (): Promise<number> => publishEdits(services, paths, '민지');
async function fieldsRead(): Promise<string[]> {
  const segments = await createEditReader().read(paths.events);
  return [...new Set(segments.flatMap(({ edits }) => edits.map(({ field }) => field)))].sort();
}

test('appends to one file of its own, and nothing twice', async () => {
  say('a');
  say('b');
  expect(await publish()).toBe(2);
  expect(await publish()).toBe(0);
  say('c');
  expect(await publish()).toBe(1);
  const files = await readdir(own);
  expect(files).toHaveLength(1);
  expect((await readFile(join(own, files[0]!), 'utf8')).split('\n').filter(Boolean)).toHaveLength(3);
});

test.each<[string, (file: string) => Promise<void>]>([
  ['is gone', (file) => rm(file)],
  ['was cut off', (file) => truncate(file, 50)],
  ['was written by another, as by a copy of this home', (file) => appendFile(file, 'x')],
])('says all again in a new file when its own %s', async (_, harm) => {
  say('a');
  await publish();
  const [file] = await readdir(own);
  await harm(join(own, file!));
  say('b');
  expect(await publish()).toBe(2);
  expect(await fieldsRead()).toEqual(['tag:a', 'tag:b']);
});

test('another folder gets everything', async () => {
  say('a');
  await publish();
  const other = await setUpShared(await mkdtemp(join(tmpdir(), 'quartet-')));
  expect(await publishEdits(services, other, null)).toBe(1);
  await rm(other.folder, { recursive: true });
});

test('a large file is left alone and followed by another', async () => {
  for (let n = 0; n < 1200; n++) say(`${n}-${'x'.repeat(100)}`);
  await publish();
  say('last');
  expect(await publish()).toBe(1);
  expect(await readdir(own)).toHaveLength(2);
});

test("reads sync tools' conflict copies, and leaves what is hidden, unfinished or foreign", async () => {
  say('a');
  await publish();
  const [file] = await readdir(own);
  const stem = file!.slice(0, -'.jsonl'.length);
  const line = (await readFile(join(own, file!), 'utf8')).replace('tag:a', 'tag:b');
  const copies = [
    `${stem} (conflicted copy 2026-11-25).jsonl`,
    `${stem} (민지의 충돌된 사본 2026-11-25).jsonl`,
    `${stem}-DESKTOP-4F2A.jsonl`,
    `${stem}.sync-conflict-20261125-031500-ABCDEFG.jsonl`,
    `${stem} (1).jsonl`,
  ];
  for (const [n, name] of copies.entries())
    await writeFile(join(own, name), line.replace('tag:b', `tag:b${n}`));
  for (const name of [
    '.DS_Store',
    'desktop.ini',
    `.~lock.${file}#`,
    `.syncthing.${file}.tmp`,
    `~syncthing~${file}.tmp`,
    `.${file}.icloud`,
    `~$${file}`,
    `${file}.part`,
    'notes.txt',
  ])
    await writeFile(join(own, name), line.replace('tag:b', 'tag:no'));
  await mkdir(join(own, 'a folder.jsonl'));
  await copyFile(join(own, file!), join(paths.events, file!));
  expect(await fieldsRead()).toEqual(['tag:a', 'tag:b0', 'tag:b1', 'tag:b2', 'tag:b3', 'tag:b4']);
});

test('reads a file again only when it changed, and keeps telling what is wrong with it', async () => {
  say('a');
  await publish();
  const reader = createEditReader();
  await mkdir(join(paths.events, 'someone'));
  const foreign = join(paths.events, 'someone', 'foreign.jsonl');
  await writeFile(foreign, Buffer.from([0, 255, 10, 123, 10]));
  expect(await reader.read(paths.events)).toHaveLength(2);
  expect(await reader.read(paths.events)).toHaveLength(0);
  expect(reader.problems().map(({ file }) => file)).toEqual([foreign, foreign]);
  await rm(foreign);
  say('b');
  await publish();
  expect(await reader.read(paths.events)).toHaveLength(1);
  expect(reader.problems()).toEqual([]);
});
