import type { Activity, RunQuery, RunSummary } from '../../contract/index.ts';
import { QuartetError } from '../../common/errors.ts';
import { interruptedRunIds, pageOfRuns, runsByIds, type RunListRow } from '../../history/run-list.ts';
import type { Services } from '../context.ts';
import type { Queue } from '../queue.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** A page of runs. */
export function runPage({ history }: Services, query: RunQuery): { total: number; rows: RunSummary[] } {
  const { page, ...rest } = query;
  const { total, rows } = pageOfRuns(history, { ...rest, ...page });
  return { total, rows: rows.map(summaryOf) };
}

/** Runs of these ids in this order; those that are gone are left out. */
export function runSummaries({ history }: Services, ids: readonly string[]): RunSummary[] {
  return runsByIds(history, ids).map(summaryOf);
}

/** One run. Errors: NOT_FOUND. */
export function runSummary(services: Services, id: string): RunSummary {
  const [summary] = runSummaries(services, [id]);
  if (!summary) throw new QuartetError('NOT_FOUND', hostMessage('no-run', { id }));
  return summary;
}

/** What works, waits, and was interrupted. Runs of other processes are told without progress. */
export function activityOf(services: Services, queue: Queue): Activity {
  const here = new Map(queue.running().map(({ id, progress }) => [id, progress]));
  const { rows } = pageOfRuns(services.history, { ...everything, status: ['running'] });
  return {
    running: rows.map((row) => ({ run: summaryOf(row), progress: here.get(row.id) ?? null })),
    waiting: runSummaries(services, queue.waiting()),
    interrupted: runSummaries(services, interruptedRunIds(services.history)),
  };
}

const everything = {
  challengeId: null,
  status: [],
  member: null,
  model: null,
  tag: null,
  starred: false,
  text: '',
  sort: 'created',
  descending: false,
  offset: 0,
  limit: 100,
} as const;

function summaryOf(row: RunListRow): RunSummary {
  const { accuracy, low, high, outcomeReason, outcomeMessage, resumable, tags, starred, final, ...rest } =
    row;
  return {
    ...rest,
    outcome:
      outcomeReason === null
        ? null
        : { reason: outcomeReason, message: outcomeMessage ?? '', resumable: resumable === 1 },
    validation: accuracy === null || low === null || high === null ? null : { accuracy, low, high },
    starred: starred === 1,
    final: final === 1,
    tags: JSON.parse(tags) as string[],
  };
}
