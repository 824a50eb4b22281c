import type { EngineEvent, Phase } from '../engine/contract.ts';

/** What a job tells and hears while it works. */
export interface JobHooks {
  /** Aborted with reason `cancelled` or `shutdown`; the job then checkpoints and ends. */
  readonly signal: AbortSignal;
  /** Aborted: end training after this step, keep the best weights and answer with them. */
  readonly finish?: AbortSignal | undefined;
  emit(event: EngineEvent): void;
}

/** Announces a phase and returns its progress bar: a rate once it has settled, at most four reports a second. */
export function startPhase(
  { emit }: JobHooks,
  phase: Phase,
  total: number,
  from = 0,
): (done: number) => void {
  const started = performance.now();
  let reported = 0;
  emit({ type: 'phase', phase, total });
  return (done) => {
    const now = performance.now();
    if (now - reported < 250 && done < total) return;
    reported = now;
    const seconds = (now - started) / 1000;
    const settled = seconds >= 3 || done === total;
    const perSecond = settled && seconds > 0 ? (done - from) / seconds : null;
    const etaSeconds = perSecond ? (total - done) / perSecond : null;
    const memoryMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
    emit({ type: 'progress', phase, done, total, perSecond, etaSeconds, memoryMb });
  };
}
