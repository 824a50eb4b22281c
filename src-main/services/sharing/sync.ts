import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, QuartetError } from '../../common/errors.ts';
import { deletedRuns, installationId } from '../../history/edits.ts';
import { runsBesideShared, saveSharedRun } from '../../history/shared-folder.ts';
import type { Services } from '../context.ts';
import { applyEdits } from './apply.ts';
import { isThere, type SharedPaths } from './layout.ts';
import { readManifest } from './manifest.ts';
import { mergeEdits, type ClocksAhead } from './merge.ts';
import { planRuns, type Step } from './plan.ts';
import { publishEdits } from './publish-edits.ts';
import { publishRun, removeLeftovers, type PublishOptions } from './publish-run.ts';
import { createEditReader, type EditReader, type SharedProblem } from './read-edits.ts';
import { receiveRun } from './receive-run.ts';
import { parsePublished } from './run-names.ts';

/** What is remembered from one look at a shared folder to the next. */
export interface SyncMemory {
  readonly reader: EditReader;
  readonly ahead: ClocksAhead;
  /** Who an author is. */
  readonly members: Map<string, string | null>;
}

/** The memory of a folder that was not looked at yet. */
export function newMemory(): SyncMemory {
  return { reader: createEditReader(), ahead: new Map(), members: new Map() };
}

export interface SyncOptions extends PublishOptions {
  /** Who works here. */
  readonly member: string | null;
  /** How long a run must have ended before it is published. */
  readonly settleMs: number;
}

/** What one look did. */
export interface Synced {
  readonly publishedRuns: number;
  readonly receivedRuns: number;
  readonly publishedEdits: number;
  readonly receivedEdits: number;
  /** Names of members of whom something was said. */
  readonly members: readonly string[];
  /** Published runs that are not all there yet. */
  readonly incomplete: readonly { readonly name: string; readonly missing: readonly string[] }[];
  readonly problems: readonly SharedProblem[];
}

/** Brings this home and a shared folder together, once. Errors: NOT_FOUND when the folder is not there, or was never set up. */
export async function syncShared(
  services: Services,
  paths: SharedPaths,
  memory: SyncMemory,
  options: SyncOptions,
): Promise<Synced> {
  const { signal } = options;
  await demandThere(paths);
  const receivedEdits = await takeEdits(services, paths, memory, signal);
  const applied = await applyEdits(services, signal);
  const publishedEdits = await publishEdits(services, paths, options.member);
  const runs = await syncRuns(services, paths, options);
  return {
    ...runs,
    publishedEdits,
    receivedEdits,
    members: applied.members,
    problems: [...memory.reader.problems(), ...applied.problems, ...runs.problems],
  };
}

// An empty mount point must not be taken for a folder that lost everything.
async function demandThere({ folder, marker }: SharedPaths): Promise<void> {
  if (!(await isThere(marker)))
    throw new QuartetError(
      'NOT_FOUND',
      `${folder} is not there, or is no shared folder of Quartet's (${marker} is missing). Connect the drive or start the sync tool; what is done meanwhile is published afterwards.`,
    );
}

async function takeEdits(
  services: Services,
  { events }: SharedPaths,
  { reader, ahead, members }: SyncMemory,
  signal: AbortSignal | undefined,
): Promise<number> {
  try {
    const segments = await reader.read(events, signal);
    for (const segment of segments) for (const [author, name] of segment.members) members.set(author, name);
    return await mergeEdits(
      services,
      segments.flatMap(({ edits }) => edits),
      ahead,
    );
  } catch (error) {
    reader.forget();
    throw error;
  }
}

type RunsSynced = Pick<Synced, 'publishedRuns' | 'receivedRuns' | 'incomplete' | 'problems'>;

async function syncRuns(services: Services, paths: SharedPaths, options: SyncOptions): Promise<RunsSynced> {
  const { history } = services;
  const author = installationId(history);
  const names = await readdir(paths.runs);
  await removeLeftovers(paths, names, author);
  const steps = planRuns({
    local: runsBesideShared(history),
    published: parsePublished(names),
    author,
    deleted: deletedRuns(history),
    endedBefore: Date.now() - options.settleMs,
  });
  const incomplete: { name: string; missing: readonly string[] }[] = [];
  const problems: SharedProblem[] = [];
  let [publishedRuns, receivedRuns] = [0, 0];
  for (const step of steps) {
    options.signal?.throwIfAborted();
    try {
      const done = await take(services, paths, step, options);
      publishedRuns += Number(done === 'published');
      receivedRuns += Number(done === 'received');
      if (typeof done === 'object') incomplete.push(done);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      await demandThere(paths);
      problems.push({ file: join(paths.runs, nameOf(step)), message: messageOf(error) });
      if (error instanceof QuartetError && error.code === 'OUT_OF_SPACE') break;
    }
  }
  return { publishedRuns, receivedRuns, incomplete, problems };
}

type Done = 'published' | 'received' | 'same' | { name: string; missing: readonly string[] };

async function take(services: Services, paths: SharedPaths, step: Step, options: SyncOptions): Promise<Done> {
  if (step.do === 'publish') return publish(services, paths, step, options);
  if (step.do === 'receive') {
    let waits: Done = 'same';
    for (const published of step.from) {
      const received = await receiveRun(services, paths, published, options.signal);
      if (received.taken) return 'received';
      if (waits === 'same') waits = { name: published.name, missing: received.missing };
    }
    return waits;
  }
  const manifest = await readManifest(join(paths.runs, step.with.name));
  if (!manifest) return { name: step.with.name, missing: ['manifest.json'] };
  if (manifest.made > step.made)
    return take(services, paths, { do: 'receive', runId: step.runId, from: [step.with] }, options);
  if (manifest.made < step.made)
    return publish(services, paths, { ...step, revision: step.with.revision + 1 }, options);
  const { runId, with: published, made } = step;
  saveSharedRun(services.history, { runId, revision: published.revision, author: published.author, made });
  return 'same';
}

async function publish(
  services: Services,
  paths: SharedPaths,
  { runId, revision, made }: { readonly runId: string; readonly revision: number; readonly made: number },
  options: SyncOptions,
): Promise<'published'> {
  const shared = { runId, revision, author: installationId(services.history), made };
  await publishRun(services, paths, shared, options);
  saveSharedRun(services.history, shared);
  return 'published';
}

function nameOf(step: Step): string {
  if (step.do === 'receive') return step.from[0]?.name ?? step.runId;
  return step.do === 'compare' ? step.with.name : step.runId;
}
