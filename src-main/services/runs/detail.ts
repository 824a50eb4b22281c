import type { MetricPoint, RunDetail } from '../../contract/index.ts';
import { thinnedTraining } from '../../history/curves.ts';
import { measuredRun } from '../../history/leaderboard-facts.ts';
import { listMetrics, type MetricRow } from '../../history/metrics.ts';
import { childrenOf } from '../../history/run-list.ts';
import { getRun } from '../../history/runs.ts';
import type { Services } from '../context.ts';
import { gainOf } from '../gain.ts';
import { recipeChanges, storedRecipe } from '../recipes.ts';
import type { RunDocument } from './document.ts';
import { readIfThere } from './folder.ts';
import { folderOf, loadRun } from './store.ts';
import { runSummary } from './summary.ts';

/** A run whole. Errors: NOT_FOUND. */
export async function runDetail(services: Services, id: string): Promise<RunDetail> {
  const summary = runSummary(services, id);
  const run = await loadRun(services, id);
  const parent = run.parent === null ? undefined : getRun(services.history, run.parent);
  return {
    ...summary,
    recipe: run.recipe,
    unknownFields: run.unknownFields,
    changes: parent ? recipeChanges(storedRecipe(parent.recipe), run.recipe) : [],
    gain: gainAgainst(services, run.parent, id),
    seed: run.seed,
    codeVersion: run.codeVersion,
    environment: run.environment,
    warnings: run.warnings,
    parseFailures: run.result?.parseFailures ?? null,
    peakRssMb: run.result?.peakRssMb ?? null,
    folder: folderOf(services, id).folder,
    children: childrenOf(services.history, id),
    submission: submissionOf(run),
    events: run.events.map(({ at, ...event }) => ({ ...event, at: Date.parse(at) })),
  };
}

function gainAgainst({ history }: Services, parentId: string | null, id: string): RunDetail['gain'] {
  const [parent, run] = [parentId, id].map((of) => (of === null ? undefined : measuredRun(history, of)));
  return parent && run ? gainOf(parent, run) : null;
}

function submissionOf({ submission }: RunDocument): RunDetail['submission'] {
  if (!submission) return null;
  const { id, fileName, counts, flags, scores, at } = submission;
  return {
    id,
    fileName,
    letters: counts,
    flags,
    scores: scores.map((score) => ({ ...score, at: Date.parse(score.at) })),
    at: Date.parse(at),
  };
}

/** A run's curves after a training step; validation points are few and always given whole. */
export function runMetrics(
  { history }: Services,
  { id, since, points }: { readonly id: string; readonly since: number; readonly points: number },
): { train: MetricPoint[]; validation: MetricPoint[]; last: number } {
  const { rows, last } = thinnedTraining(history, id, since, points);
  return { train: rows.map(pointOf), validation: listMetrics(history, id, 'validation').map(pointOf), last };
}

function pointOf({ kind: _, ...point }: MetricRow): MetricPoint {
  return point;
}

/** The last lines of a run's log. */
export async function runLog(services: Services, id: string, lines: number): Promise<string[]> {
  const text = (await readIfThere(folderOf(services, id).log)) ?? '';
  return text.trimEnd().split('\n').slice(-lines);
}
