import { messageOf, QuartetError } from '../../common/errors.ts';
import { processToken } from '../../common/processes.ts';
import { isTerminal, startEngine } from '../../engine/client.ts';
import type { EngineEvent, Job, JobResult } from '../../engine/contract.ts';
import { claimRun } from '../../history/runs.ts';
import { challengeOfRun } from '../challenge-of-run.ts';
import type { Services } from '../context.ts';
import { engineOf } from '../engine-of.ts';
import type { Outcome, RunDocument } from './document.ts';
import { hasCheckpoint } from './folder.ts';
import { indexFiles } from './indexing.ts';
import { createRecorder } from './recorder.ts';
import { folderOf, loadRun, now, updateRun, withEvent } from './store.ts';
import { sameModel, weightsOf } from './weights.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** How to follow and end a running job. */
export interface JobControl {
  /** Aborted: checkpoint and stop. */
  readonly stop?: AbortSignal | undefined;
  /** Aborted: end training now, keep the best weights, answer with them. */
  readonly finish?: AbortSignal | undefined;
  /** Aborted: end at once. */
  readonly kill?: AbortSignal | undefined;
  readonly onEvent?: ((event: EngineEvent) => void) | undefined;
}

/** Runs a queued, stopped or failed run to its end, from its last checkpoint if there is one; returns the run as it then is. Errors: CONFLICT when it is active or done. */
export async function launchRun(
  services: Services,
  id: string,
  control: JobControl = {},
): Promise<RunDocument> {
  const before = await loadRun(services, id);
  // Seen before anything is marked: a model that has moved or changed leaves the run as it was.
  const job = await jobOf(services, before);
  if (!claimRun(services.history, id, processToken()))
    throw new QuartetError(
      'CONFLICT',
      hostMessage(before.status === 'done' ? 'run-is-done' : 'run-active-elsewhere', { name: before.name }),
    );
  await updateRun(services, id, (run) => ({
    status: 'running',
    owner: processToken(),
    outcome: null,
    started: run.started ?? now(),
    ended: null,
    events: withEvent(run, run.started === null ? 'started' : 'resumed', ''),
  }));
  try {
    const ended = await followEngine(services, id, job, control);
    return await finish(services, id, ended);
  } catch (error) {
    await finish(services, id, { last: lastOf(error, control), peakRssMb: 0, provider: null });
    throw error;
  }
}

/** How a job ended whose engine never spoke: a stop may come before it starts. */
function lastOf(error: unknown, { stop }: JobControl): Ended['last'] {
  const message = messageOf(error);
  if (!(error instanceof QuartetError && error.code === 'CANCELLED'))
    return { type: 'failed', code: 'INTERNAL', message, stack: null };
  const reason = stop?.reason === 'shutdown' ? 'shutdown' : 'cancelled';
  return { type: 'stopped', reason, message, resumable: true };
}

async function jobOf(services: Services, run: RunDocument): Promise<Job> {
  const paths = folderOf(services, run.id);
  const { folder } = await sameModel(services, run);
  const recipe = { ...run.recipe, model: { ...run.recipe.model, folder } };
  const challenge = challengeOfRun(services, run);
  if (run.kind === 'train')
    return {
      kind: 'train',
      runFolder: paths.folder,
      challenge,
      recipe,
      resume: hasCheckpoint(paths),
      cache: services.paths.cache,
    };
  return {
    kind: 'predict',
    runFolder: null,
    adapter: weightsOf(services, run),
    challenge,
    recipe,
    split: 'test',
    outFolder: paths.folder,
    cache: services.paths.cache,
  };
}

interface Ended {
  readonly last: Extract<EngineEvent, { type: 'done' | 'stopped' | 'failed' }>;
  readonly peakRssMb: number;
  readonly provider: string | null;
}

async function followEngine(services: Services, id: string, job: Job, control: JobControl): Promise<Ended> {
  const recorder = createRecorder(services, id, folderOf(services, id));
  try {
    const engine = startEngine(job, { ...control, ...engineOf(services), onOutput: recorder.output });
    let provider: string | null = null;
    for await (const event of engine.events) {
      recorder.take(event);
      if (event.type === 'provider') provider = event.provider;
      control.onEvent?.(event);
      if (isTerminal(event)) return ended(event, provider, engine.peakRssMb);
    }
    throw new QuartetError('INTERNAL', hostMessage('engine-without-end', {}));
  } finally {
    await recorder.dispose();
  }
}

function ended(last: Ended['last'], provider: string | null, peak: (enginePeakMb: number) => number): Ended {
  return { last, provider, peakRssMb: Math.round(peak(last.type === 'done' ? last.result.peakRssMb : 0)) };
}

/** Brings run.json and the history to what the engine left in the folder. */
async function finish(
  services: Services,
  id: string,
  { last, peakRssMb, provider }: Ended,
): Promise<RunDocument> {
  const problems = await indexFiles(services.history, id, folderOf(services, id));
  return updateRun(services, id, (run) => ({
    ...(last.type === 'done'
      ? { status: 'done', result: resultOf(last.result, peakRssMb) }
      : interrupted(services, id, last)),
    owner: null,
    ended: now(),
    environment: { ...run.environment, ...(provider !== null && { provider }) },
    warnings: [
      ...new Set([...run.warnings, ...problems, ...(last.type === 'done' ? last.result.warnings : [])]),
    ],
    events: withEvent(run, last.type, last.type === 'done' ? '' : last.message),
  }));
}

function resultOf(
  { validation, parseFailures, trainSeconds }: JobResult,
  peakRssMb: number,
): RunDocument['result'] {
  // JSON has no NaN; a validation that was answered but not trained on has no loss.
  const loss = validation && Number.isFinite(validation.loss) ? validation.loss : null;
  return { validation: validation && { ...validation, loss }, parseFailures, trainSeconds, peakRssMb };
}

function interrupted(
  services: Services,
  id: string,
  last: Exclude<Ended['last'], { type: 'done' }>,
): { status: 'stopped' | 'failed'; outcome: Outcome } {
  const { message } = last;
  if (last.type === 'stopped')
    return { status: 'stopped', outcome: { reason: last.reason, message, resumable: last.resumable } };
  // An engine that died had no fault to repeat: without a checkpoint it begins again, which loses nothing either.
  const resumable = last.code === 'ENGINE' || hasCheckpoint(folderOf(services, id));
  return { status: 'failed', outcome: { reason: 'error', message, resumable } };
}
