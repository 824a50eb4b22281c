import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createLog } from '../../../../src-main/common/log.ts';
import { homePaths } from '../../../../src-main/common/paths.ts';
import type { Client, Outputs } from '../../../../src-main/contract/index.ts';
import { startServer } from '../../../../src-main/headless/serve/server.ts';
import { createHost, type Host } from '../../../../src-main/host/host.ts';
import { createWorkbench, type Workbench } from '../../../../src-main/services/workbench.ts';
import { makeHome, standIn } from '../../fixtures/home.ts';
import { plainRecipe } from '../../fixtures/recipe.ts';
import { until } from '../../fixtures/until.ts';
import { connect, token } from '../../fixtures/window.ts';

/** One team mate's machine: a home, a challenge folder, a window, and a folder that a sync tool could look after. */
export interface Desk {
  readonly folder: string;
  readonly home: string;
  readonly host: Host;
  readonly bench: Workbench;
  readonly client: Client;
  readonly challengeId: string;
  /** Runs to the end and hands in. */
  run(name: string, learningRate?: number, parentId?: string | null): Promise<string>;
  board(): Promise<Outputs['submissions']['list']>;
  submissionOf(runId: string): Promise<string>;
  close(): Promise<void>;
}

/** Sets up a machine whose clock is `aheadMs` ahead. */
export async function openDesk(member: string, aheadMs = 0): Promise<Desk> {
  const place = await makeHome();
  const host = await createHost(homePaths(place.home), createLog('silent'), {
    engineEntry: standIn,
    clock: () => Date.now() + aheadMs,
  });
  const bench = await createWorkbench(host, 'headless');
  const server = await startServer({ workbench: bench, token, renderer: '/nowhere' }, 0);
  const { client, socket } = await connect(server.port);
  const { id: challengeId } = await client.challenges.add({ source: { folder: place.challenge } });
  await client.members.save({ name: member, color: null });
  await client.settings.set({ me: member });
  return {
    folder: place.folder,
    home: place.home,
    host,
    bench,
    client,
    challengeId,
    async run(name, learningRate = 1e-4, parentId = null) {
      const recipe = { ...plainRecipe, training: { ...plainRecipe.training, learningRate } };
      const [run] = await client.runs.launch({ challengeId, recipe, parentId, member, name });
      await until(async () => (await client.runs.get({ id: run!.id })).submission?.scores.length === 1);
      return run!.id;
    },
    board: () => client.submissions.list({ challengeId }),
    async submissionOf(runId) {
      return (await client.runs.get({ id: runId })).submission!.id;
    },
    async close() {
      socket.close();
      await server.dispose();
      await bench.dispose();
      host.dispose();
      await place.close();
    },
  };
}

/** What a sync tool does when both machines are on the net: each side gets the files that the other has, newer ones over older. */
export async function syncTool(one: string, other: string): Promise<void> {
  await oneWay(one, other);
  await oneWay(other, one);
}

async function oneWay(from: string, to: string): Promise<void> {
  for (const path of await filesIn(from)) {
    const [source, target] = [join(from, path), join(to, path)];
    const [here, there] = [await stat(source), await stat(target).catch(() => null)];
    if (there && there.mtimeMs >= here.mtimeMs) continue;
    await mkdir(dirname(target), { recursive: true });
    await cp(source, target, { preserveTimestamps: true });
  }
}

/** Paths of all files below a folder. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** What sync tools, systems and people leave lying about in a shared folder. */
export async function litter(shared: string): Promise<void> {
  const [runs, events] = [join(shared, 'quartet', '1', 'runs'), join(shared, 'quartet', '1', 'events')];
  const some = (await readdir(runs)).filter((name) => !name.startsWith('.'));
  const [first] = some as [string];
  await cp(join(runs, first), join(runs, `${first} (conflicted copy 2026-11-25)`), { recursive: true });
  await writeFile(join(runs, first, 'run (민지의 충돌된 사본).json'), '{}');
  await writeFile(join(runs, first, '.DS_Store'), 'x');
  const half = '0198c0de-0000-7000-8000-00000000ffff.1.00112233445566ff';
  await mkdir(join(runs, half));
  await writeFile(join(runs, half, 'run.json'), '{"format": 1, "id":');
  await cp(join(runs, first), join(runs, `.${first}.abcd.tmp`), { recursive: true });
  await mkdir(join(runs, 'New folder'));
  for (const name of ['desktop.ini', '.stfolder', '휴가 사진.jpg']) await writeFile(join(runs, name), 'x');
  for (const author of await readdir(events)) {
    const [segment] = await readdir(join(events, author));
    const text = await readFile(join(events, author, segment!), 'utf8');
    const stem = join(events, author, segment!.replace('.jsonl', ''));
    await writeFile(`${stem} (conflicted copy 2026-11-25).jsonl`, text.slice(0, text.length / 2));
    await writeFile(`${stem}-DESKTOP-4F2A.jsonl`, text + text);
    await writeFile(`${stem}.sync-conflict-20261125-031500-ABCDEFG.jsonl`, `no JSON\n${text}`);
  }
  await mkdir(join(events, 'photos'));
  await writeFile(join(events, 'photos', 'list.jsonl'), '{"a": 1}\n');
}
