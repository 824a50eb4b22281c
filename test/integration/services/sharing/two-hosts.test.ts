import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { rebuildHistory } from '../../../../src-main/services/history-rebuild.ts';
import { importRunFolder } from '../../../../src-main/services/import/run-folder.ts';
import { importSubmission } from '../../../../src-main/services/import/submission.ts';
import { until } from '../../fixtures/until.ts';
import { filesIn, litter, openDesk, syncTool, type Desk } from './desk.ts';

const day = 86_400_000;
let desks: Desk[] = [];
let folders: string[] = [];

afterEach(async () => {
  for (const desk of desks) await desk.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  [desks, folders] = [[], []];
});

async function desk(member: string, aheadMs = 0): Promise<Desk> {
  const opened = await openDesk(member, aheadMs);
  desks.push(opened);
  return opened;
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'quartet 공유-'));
  folders.push(folder);
  return folder;
}

const noteOf = async (at: Desk, id: string): Promise<string> => (await at.client.runs.get({ id })).note;

test('two hosts that worked apart, with clocks two days off and litter about, end with one leaderboard', async () => {
  const [minji, jun] = [await desk('민지', day), await desk('준', -day)];
  const [hers, his] = [await emptyFolder(), await emptyFolder()];
  /** Both look, and the sync tool goes back and forth. */
  const meet = async (): Promise<void> => {
    for (let round = 0; round < 2; round++) {
      await minji.client.shared.look();
      await jun.client.shared.look();
      await syncTool(hers, his);
    }
    await minji.client.shared.look();
    await jun.client.shared.look();
  };

  // Said before there was a folder: it travels all the same.
  const first = await minji.run('기준');
  await minji.client.runs.edit({ id: first, note: '출발점', tags: ['baseline'] });
  const doomed = await minji.run('버릴 것');
  await minji.client.shared.set({ folder: hers });
  await jun.client.shared.set({ folder: his });
  await meet();
  expect((await jun.board()).rows.map(({ name }) => name).sort()).toEqual(['기준', '버릴 것']);
  expect(await jun.board()).toEqual(await minji.board());

  // Apart: both work on, and say things of the same runs.
  const second = await jun.run('lr 두 배', 2e-4, first);
  const third = await minji.run('lr 세 배', 3e-4, first);
  await jun.client.runs.edit({ id: first, note: '준의 말', tags: ['baseline', 'jun'], starred: true });
  await minji.client.runs.edit({ id: first, note: '민지의 말', tags: ['minji'] });
  await jun.client.submissions.score({ id: await jun.submissionOf(first), public: 0.91234, private: null });
  await minji.client.submissions.score({
    id: await minji.submissionOf(third),
    public: 0.94135,
    private: 0.9,
  });
  await jun.client.submissions.score({ id: await jun.submissionOf(second), public: 0.26183, private: null });
  await jun.client.submissions.final({ id: await jun.submissionOf(second), final: true });
  await jun.client.members.save({ name: '민지', color: 5 });
  await minji.client.runs.remove({ id: doomed });
  await minji.client.shared.look();
  await jun.client.shared.look();
  await litter(hers);
  await litter(his);
  await meet();

  const board = await minji.board();
  expect(await jun.board()).toEqual(board);
  expect(board.rows.map(({ name, public: score }) => [name, score])).toEqual([
    ['lr 세 배', 0.94135],
    ['기준', 0.91234],
    ['lr 두 배', 0.26183],
  ]);
  expect(board.rows[2]).toMatchObject({ final: true, parentName: '기준', member: '준' });
  // Both added and she took one away; his clock is behind, so of the two notes hers is the later.
  expect(board.rows[1]).toMatchObject({ note: '민지의 말', tags: ['jun', 'minji'], starred: true });
  expect((await minji.client.members.list()).find(({ name }) => name === '민지')?.color).toBe(5);

  // He has seen her note and answers it: two days behind, and yet the later one.
  await jun.client.runs.edit({ id: first, note: '준의 대답' });
  await meet();
  expect([await noteOf(minji, first), await noteOf(jun, first)]).toEqual(['준의 대답', '준의 대답']);

  const { state, clocksAhead, problems, incomplete } = await jun.client.shared.get();
  expect(state).toBe('ok');
  expect(clocksAhead).toMatchObject([{ member: '민지' }]);
  expect(clocksAhead[0]!.aheadMs / day).toBeCloseTo(2, 2);
  expect(problems.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^line 1: .*JSON/));
  expect(incomplete).toMatchObject([{ missing: ['manifest.json'] }]);

  // Nothing was harmed: three runs in each home, each whole, and hers that was deleted nowhere.
  for (const { home, host } of [minji, jun]) {
    expect((await readdir(join(home, 'runs'))).sort()).toEqual([first, second, third].sort());
    expect(existsSync(join(home, 'runs', second, 'adapter', 'adapter_model.safetensors'))).toBe(true);
    expect(await readdir(join(home, 'incoming')).catch(() => [])).toEqual([]);
    expect(host.history.pragma('foreign_key_check')).toEqual([]);
  }
  expect(await jun.client.runs.predictions({ id: third })).toEqual(
    await minji.client.runs.predictions({ id: third }),
  );
});

test('nothing of the machine travels: no path, no log, no checkpoint, no key', async () => {
  const minji = await desk('민지');
  const shared = await emptyFolder();
  await minji.run('첫 시도');
  await minji.client.shared.set({ folder: shared });
  const files = await filesIn(shared);
  // quartet/1/runs/<run>/… and quartet/1/events/<author>/…
  const names = files.map((file) => file.split('/').slice(4).join('/')).filter((name) => name !== '');
  expect(names.filter((name) => !name.endsWith('.jsonl') || name === 'metrics.jsonl').sort()).toEqual([
    'adapter/adapter_config.json',
    'adapter/adapter_model.safetensors',
    'manifest.json',
    'metrics.jsonl',
    'predictions.csv',
    'preflight.json',
    'run.json',
    'submission.csv',
  ]);
  for (const file of files) {
    const text = await readFile(join(shared, file), 'utf8');
    for (const place of [minji.folder, homedir()]) expect(text.includes(place), file).toBe(false);
  }
});

test('a folder that vanishes is told, and what is done meanwhile arrives when it is back', async () => {
  const [minji, jun] = [await desk('민지'), await desk('준')];
  const shared = await emptyFolder();
  await minji.client.shared.set({ folder: shared });
  await jun.client.shared.set({ folder: shared });
  const away = `${shared}-away`;
  await rename(shared, away);
  // An unmounted drive leaves an empty folder: nothing may be written there.
  await mkdir(shared);
  const run = await minji.run('기준');
  await minji.client.runs.edit({ id: run, note: '끊긴 동안' });
  const status = await minji.client.shared.look();
  expect(status).toMatchObject({ state: 'unreachable', published: 0 });
  expect(status.message).toContain(`${shared} is not there`);
  expect(status.waitingEdits).toBeGreaterThan(0);
  expect(await readdir(shared)).toEqual([]);
  await rm(shared, { recursive: true });
  await rename(away, shared);
  expect(await minji.client.shared.look()).toMatchObject({ state: 'ok', published: 1, waitingEdits: 0 });
  expect(await jun.client.shared.look()).toMatchObject({ state: 'ok', received: 1 });
  expect(await jun.board()).toEqual(await minji.board());
});

test("a team mate's doings appear by themselves, and open windows are told", async () => {
  const [minji, jun] = [await desk('민지'), await desk('준')];
  const shared = await emptyFolder();
  await minji.client.shared.set({ folder: shared });
  const run = await minji.run('기준');
  await minji.client.shared.look();
  await jun.client.shared.set({ folder: shared });
  const told: string[] = [];
  const leave = new AbortController();
  const notices = await jun.client.events.subscribe({}, { signal: leave.signal });
  const listening = (async () => {
    for await (const notice of notices)
      if (notice.kind === 'changed') told.push(`${notice.what} ${notice.id}`);
  })();
  await minji.client.runs.edit({ id: run, note: '보이나요' });
  await minji.client.shared.look();
  await until(async () => (await noteOf(jun, run)) === '보이나요');
  expect(told).toContain(`run ${run}`);
  leave.abort();
  await listening.catch(() => {});
});

test('a run that is still being copied waits, a damaged one is told, and both arrive once they are whole', async () => {
  const [minji, jun] = [await desk('민지'), await desk('준')];
  const [hers, his] = [await emptyFolder(), await emptyFolder()];
  const run = await minji.run('기준');
  await minji.client.shared.set({ folder: hers });
  await jun.client.shared.set({ folder: his });
  const [name] = await readdir(join(hers, 'quartet', '1', 'runs'));
  await syncTool(hers, his);
  const file = join(his, 'quartet', '1', 'runs', name!, 'predictions.csv');
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, 100));
  expect((await jun.client.shared.look()).incomplete).toEqual([{ name, missing: ['predictions.csv'] }]);
  await writeFile(file, whole.replace('0.7', '0.8'));
  const { problems } = await jun.client.shared.look();
  expect(problems).toMatchObject([{ message: expect.stringContaining('predictions.csv') as string }]);
  expect(await readdir(join(jun.home, 'runs')).catch(() => [])).toEqual([]);
  await writeFile(file, whole);
  expect(await jun.client.shared.look()).toMatchObject({ received: 1, problems: [], incomplete: [] });
  expect((await jun.client.runs.get({ id: run })).outcome).toBeNull();
});

test('what was deleted elsewhere is set aside where it was made', async () => {
  const [minji, jun] = [await desk('민지'), await desk('준')];
  const shared = await emptyFolder();
  const run = await minji.run('기준');
  await minji.client.shared.set({ folder: shared });
  await jun.client.shared.set({ folder: shared });
  await jun.client.runs.edit({ id: run, note: '하나뿐인' });
  await jun.client.runs.remove({ id: run });
  await jun.client.shared.look();
  await minji.client.shared.look();
  expect((await minji.board()).rows).toEqual([]);
  const [aside] = await readdir(join(minji.home, 'removed'));
  expect(existsSync(join(minji.home, 'removed', aside!, 'checkpoints'))).toBe(true);

  // Taken in again from there it is back for both, with what was said of it.
  const back = join(minji.home, 'removed', run);
  await rename(join(minji.home, 'removed', aside!), back);
  await importRunFolder(minji.bench.services, back);
  await minji.client.shared.look();
  await jun.client.shared.look();
  expect((await jun.board()).rows).toMatchObject([{ name: '기준', note: '하나뿐인' }]);
  expect(await jun.board()).toEqual(await minji.board());
});

test('an old copy of a run, taken in after its folder was lost, gets what was said of it since', async () => {
  const minji = await desk('민지');
  const run = await minji.run('기준');
  await minji.client.shared.set({ folder: await emptyFolder() });
  const copy = join(minji.folder, run);
  await cp(join(minji.home, 'runs', run), copy, { recursive: true });
  await minji.client.runs.edit({ id: run, note: '나중 말' });
  await minji.client.submissions.score({ id: await minji.submissionOf(run), public: 0.9, private: null });
  await minji.client.shared.look();
  await rm(join(minji.home, 'runs', run), { recursive: true });
  await rebuildHistory(minji.bench.services);
  await importRunFolder(minji.bench.services, copy);
  await minji.client.shared.look();
  expect((await minji.board()).rows).toMatchObject([{ note: '나중 말', public: 0.9, scoreSource: 'kaggle' }]);
});

test('one submission from elsewhere that both took in, under two names, is one for both', async () => {
  const [minji, jun] = [await desk('민지'), await desk('준')];
  const shared = await emptyFolder();
  await jun.run('11-submission');
  for (const { folder, challengeId, bench } of [minji, jun]) {
    const file = join(folder, '11-submission.csv');
    const answers = [...Array(40).keys()].map((n) => `test-${n},a`);
    await writeFile(file, ['id,answer', ...answers, ''].join('\n'));
    const at = '2026-11-20T00:00:00.000Z';
    const told = {
      file,
      challengeId,
      member: '하은',
      note: '',
      at,
      writtenAt: at,
      public: 0.26183,
      private: null,
    };
    await importSubmission(bench.services, told);
    await bench.shared.set({ folder: shared });
  }
  await minji.client.shared.look();
  await jun.client.shared.look();
  const board = await minji.board();
  expect(board.rows).toHaveLength(2);
  expect(board.rows.filter(({ public: score }) => score === 0.26183)).toMatchObject([{ member: '하은' }]);
  expect(await jun.board()).toEqual(board);
});
