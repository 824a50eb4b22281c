import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, QuartetError } from '../../common/errors.ts';
import { sha256 } from '../../common/hash.ts';
import { deletedRuns, installationId } from '../../history/edits.ts';
import { runsBesideShared, saveSharedRun } from '../../history/shared-folder.ts';
import type { Services } from '../context.ts';
import { loadRun } from '../runs/store.ts';
import { demandThere, type SharedPaths } from './layout.ts';
import { manifestName, readManifest } from './manifest.ts';
import { planRuns, type Step } from './plan.ts';
import { publishRun, removeLeftovers, textForTeam, type PublishOptions } from './publish-run.ts';
import type { SharedProblem } from './read-edits.ts';
import { receiveRun } from './receive-run.ts';
import { parsePublished } from './run-names.ts';

export interface SyncOptions extends PublishOptions {
  /** Who works here. */
  readonly member: string | null;
  /** How long a run must have ended before it is published. */
  readonly settleMs: number;
}

/** What one look did about runs. */
export interface RunsSynced {
  readonly publishedRuns: number;
  readonly receivedRuns: number;
  /** Published runs that are not all there yet. */
  readonly incomplete: readonly { readonly name: string; readonly missing: readonly string[] }[];
  readonly problems: readonly SharedProblem[];
}

/** Publishes what is new here and takes what is new there; one run's fault does not keep the others. */
export async function syncRuns(
  services: Services,
  paths: SharedPaths,
  options: SyncOptions,
): Promise<RunsSynced> {
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
  return compare(services, paths, step, options);
}

/** Settles which of two states is the newer one; where they are equal in age, what is published holds for all. */
async function compare(
  services: Services,
  paths: SharedPaths,
  { runId, with: published, made }: Extract<Step, { do: 'compare' }>,
  options: SyncOptions,
): Promise<Done> {
  const manifest = await readManifest(join(paths.runs, published.name));
  if (!manifest) return { name: published.name, missing: [manifestName] };
  if (manifest.made < made)
    return publish(services, paths, { runId, made, revision: published.revision + 1 }, options);
  const ours = sha256(textForTeam(await loadRun(services, runId)));
  if (manifest.made > made || !manifest.files.some((file) => file.sha256 === ours))
    return take(services, paths, { do: 'receive', runId, from: [published] }, options);
  const { revision, author } = published;
  saveSharedRun(services.history, { runId, revision, author, made });
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
