import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../../src-main/common/log.ts';
import { homePaths } from '../../../../src-main/common/paths.ts';
import { stream, type RandomStream } from '../../../../src-main/common/random.ts';
import { listRuns } from '../../../../src-main/history/runs.ts';
import { createHost, type Host } from '../../../../src-main/host/host.ts';
import { leaderboard } from '../../../../src-main/services/leaderboard.ts';
import { removeRun } from '../../../../src-main/services/runs/control.ts';
import { createRun } from '../../../../src-main/services/runs/create.ts';
import { loadRun, now, updateRun } from '../../../../src-main/services/runs/store.ts';
import { setUpShared, type SharedPaths } from '../../../../src-main/services/sharing/layout.ts';
import { newMemory, syncShared, type SyncMemory } from '../../../../src-main/services/sharing/sync.ts';
import { createNotices } from '../../../../src-main/services/notices.ts';
import { Queue } from '../../../../src-main/services/queue.ts';
import { setKaggleScore } from '../../../../src-main/services/submission-scores.ts';
import { makeChallenge } from '../../fixtures/challenge.ts';
import { standIn } from '../../fixtures/home.ts';
import { plainRecipe } from '../../fixtures/recipe.ts';

const day = 86_400_000;
let folder: string;
let paths: SharedPaths;
let mates: { host: Host; queue: Queue; memory: SyncMemory }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-'));
  await makeChallenge(join(folder, 'challenge'));
  paths = await setUpShared(folder);
  mates = [];
  for (const ahead of [day, 0, -day, 7 * day]) {
    const host = await createHost(homePaths(join(folder, `home-${mates.length}`)), createLog('silent'), {
      engineEntry: standIn,
      clock: () => Date.now() + ahead,
    });
    mates.push({ host, queue: new Queue(host, createNotices(), () => 1), memory: newMemory() });
  }
});

afterEach(async () => {
  for (const { host, queue } of mates) {
    await queue.dispose();
    host.dispose();
  }
  await rm(folder, { recursive: true, force: true });
});

async function look(mate: number): Promise<void> {
  const { host, memory } = mates[mate]!;
  const options = { member: `mate ${mate}`, adapterLimitMb: 1, settleMs: 0 };
  expect((await syncShared(host, paths, memory, options)).problems).toEqual([]);
}

/** A run that is done and handed in, without an engine. */
async function finish(host: Host, name: string): Promise<void> {
  const challenge = { folder: join(folder, 'challenge') };
  const { id } = await createRun(host, { challenge, recipe: plainRecipe, name });
  await updateRun(host, id, (run) => ({
    status: 'done',
    ended: now(),
    submission: {
      id: run.id.replace(/^./, 'f'),
      fileName: 'submission.csv',
      answersHash: null,
      sha256: null,
      counts: null,
      flags: [],
      member: null,
      at: now(),
      scores: [],
    },
  }));
}

/** One of the things that people do, to one of the runs that they see. */
async function doSomething(random: RandomStream, mate: number): Promise<void> {
  const { host, queue } = mates[mate]!;
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  const runs = listRuns(host.history);
  if (runs.length === 0 || random.uniform() < 0.1) return finish(host, `${mate}-${random.uint32()}`);
  const { id } = pick(runs);
  const { submission } = await loadRun(host, id);
  switch (random.below(6)) {
    case 0:
      return void (await updateRun(host, id, () => ({ note: `${mate}: ${random.uint32()}` })));
    case 1:
      return void (await updateRun(host, id, ({ tags }) => ({
        tags: [...new Set([...tags, pick(['a', 'b', 'c'])])].sort(),
      })));
    case 2:
      return void (await updateRun(host, id, ({ tags }) => ({ tags: tags.slice(1) })));
    case 3:
      return void (await updateRun(host, id, ({ starred, final }) => ({
        starred: !starred,
        final: starred || final,
      })));
    case 4: {
      const values = [0.25, 0.5, random.uniform(), null];
      const score = { id: submission!.id, public: pick(values), private: pick(values) };
      return void (await setKaggleScore(host, score));
    }
    default:
      return random.uniform() < 0.3 ? removeRun(host, queue, id) : undefined;
  }
}

test.each([1, 2, 3])(
  'whatever four people do and whenever they look, they end with the same (seed %i)',
  async (seed) => {
    const random = stream(seed, 99);
    for (let step = 0; step < 150; step++) {
      const mate = random.below(4);
      if (random.uniform() < 0.25) await look(mate);
      else await doSomething(random, mate);
    }
    for (let round = 0; round < 2; round++) for (const mate of mates.keys()) await look(mate);
    const states = [];
    for (const { host } of mates) {
      const runs = await Promise.all(
        listRuns(host.history).map(async ({ id }) => {
          const { name, note, tags, starred, final, member, submission } = await loadRun(host, id);
          const scores = submission?.scores.map(({ at: _, ...score }) => score);
          return { id, name, note, tags, starred, final, member, scores };
        }),
      );
      states.push({ runs, board: leaderboard(host) });
    }
    expect(states[0]!.runs.length).toBeGreaterThan(3);
    for (const state of states.slice(1)) expect(state).toEqual(states[0]);
  },
);
