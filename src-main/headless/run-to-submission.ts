import type { EngineEvent } from '../engine/contract.ts';
import type { RunDocument } from '../services/runs/document.ts';
import { launchRun, type JobControl } from '../services/runs/launch.ts';
import { folderOf } from '../services/runs/store.ts';
import type { ScoreCard } from '../services/scoring.ts';
import { submitRun } from '../services/submissions.ts';
import type { Report, Session } from './command.ts';
import { describeLetters, describeOutcome, describePreflight, describeScore } from './describe-run.ts';
import { exitCodes } from './exit-code.ts';
import { formatDuration, formatInterval } from './format.ts';

/** A run that went as far as it could; `submission` is the path of its file, if it was written. */
export interface Finished {
  readonly run: RunDocument;
  readonly score: ScoreCard | null;
  readonly submission: string | null;
}

/** Launches a run, shows its preflight, and turns its answers into a submission with a score. */
export async function runToSubmission(session: Session, id: string): Promise<Finished> {
  const run = await launchRun(session.host, id, withPreflight(session));
  if (run.status !== 'done') return { run, score: null, submission: null };
  const submitted = await submitRun(session.host, id);
  return { ...submitted, submission: folderOf(session.host, id).submission };
}

function withPreflight({ control, say }: Session): JobControl {
  const onEvent = (event: EngineEvent): void => {
    if (event.type === 'preflight') say(describePreflight(event.preflight));
    if (event.type === 'provider') say(`Provider: ${event.provider} (${event.reason})`);
    if (event.type === 'log' && event.level !== 'info') say(`${event.level}: ${event.message}`);
    control.onEvent?.(event);
  };
  return { ...control, onEvent };
}

/** What a command says of a finished run. */
export function reportFinished({ run, score, submission }: Finished): Report {
  const data = { run, score, submission };
  if (run.status !== 'done') return { data, text: describeOutcome(run), code: codeOf(run) };
  const text = [
    doneLine(run),
    ...run.warnings.map((warning) => `warning: ${warning}`),
    `Submission: ${submission ?? ''} (${run.submission ? describeLetters(run.submission.counts) : ''})`,
    ...(run.submission?.flags ?? []).map((flag) => `${flag.code}: ${flag.message}`),
    ...describeScore(score),
  ];
  return { data, text: text.join('\n') };
}

function doneLine({ name, kind, result }: RunDocument): string {
  if (kind === 'zero-shot') return `${name}: answered without training.`;
  return `${name}: done in ${formatDuration(result?.trainSeconds ?? null)}, validation ${formatInterval(result?.validation)}.`;
}

function codeOf({ outcome }: RunDocument): number {
  if (outcome?.reason === 'guard') return exitCodes.guard;
  return outcome?.reason === 'cancelled' || outcome?.reason === 'shutdown'
    ? exitCodes.cancelled
    : exitCodes.failed;
}
