import type { RunBesideShared } from '../../history/shared-folder.ts';
import { compareRevisions, type PublishedRun } from './run-names.ts';

/** What is to be done about one run. */
export type Step =
  | { readonly do: 'publish'; readonly runId: string; readonly revision: number; readonly made: number }
  /** Take the first of these that is complete. */
  | { readonly do: 'receive'; readonly runId: string; readonly from: readonly PublishedRun[] }
  /** It is on both sides, and was never compared: each has it from a third place, such as a zip file. */
  | { readonly do: 'compare'; readonly runId: string; readonly with: PublishedRun; readonly made: number };

export interface Sides {
  readonly local: readonly RunBesideShared[];
  readonly published: ReadonlyMap<string, readonly PublishedRun[]>;
  /** This installation. */
  readonly author: string;
  readonly deleted: ReadonlySet<string>;
  /** Runs with a newer part are not published yet. */
  readonly endedBefore: number;
}

/** What makes both sides the same: those of team mates first, then ours. A run that works or waits is let be, a deleted one stays away. */
export function planRuns({ local, published, author, deleted, endedBefore }: Sides): Step[] {
  const here = new Map(local.map((run) => [run.runId, run]));
  const steps: Step[] = [];
  for (const [runId, from] of published)
    if (!here.has(runId) && !deleted.has(runId)) steps.push({ do: 'receive', runId, from });
  for (const run of local)
    if (run.status !== 'running' && run.status !== 'queued' && !deleted.has(run.runId))
      steps.push(...stepsFor(run, published.get(run.runId) ?? [], author));
  return steps
    .filter((step) => step.do !== 'publish' || step.made <= endedBefore)
    .toSorted((one, other) => Number(one.do === 'publish') - Number(other.do === 'publish'));
}

function stepsFor(
  { runId, made, shared }: RunBesideShared,
  published: readonly PublishedRun[],
  author: string,
): Step[] {
  const newest = published[0];
  if (shared === null)
    return newest
      ? [{ do: 'compare', runId, with: newest, made }]
      : [{ do: 'publish', runId, revision: 1, made }];
  const last = Math.max(shared.revision, newest?.revision ?? 0);
  if (made !== shared.made) return [{ do: 'publish', runId, revision: last + 1, made }];
  const newer = published.filter((one) => compareRevisions(one, shared) > 0);
  if (newer.length > 0) return [{ do: 'receive', runId, from: newer }];
  // Another folder, or someone tidied up: who published it does so again.
  const lost = shared.author === author && !published.some((one) => compareRevisions(one, shared) === 0);
  return lost ? [{ do: 'publish', runId, revision: shared.revision, made }] : [];
}
