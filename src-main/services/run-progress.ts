import type { RunProgress } from '../contract/index.ts';
import type { EngineEvent } from '../engine/contract.ts';
import type { Notices } from './notices.ts';

// Numbers are read twice a second at most; curves of hours need no second, and each change draws all of them.
const progressEveryMs = 500;
const metricsEveryMs = 2000;

/** Turns a run's engine events into notices, not too many; each call gives how far the run is. */
export function followRun(runId: string, notices: Notices): (event: EngineEvent) => RunProgress | null {
  let progress: RunProgress | null = null;
  let provider: string | null = null;
  let nextProgress = 0;
  let nextMetrics = 0;

  const tell = (urgent: boolean): void => {
    if (progress === null || (!urgent && Date.now() < nextProgress)) return;
    nextProgress = Date.now() + progressEveryMs;
    notices.publish({ kind: 'progress', id: runId, progress });
  };

  return (event) => {
    switch (event.type) {
      case 'provider':
        provider = event.provider;
        if (progress) progress = { ...progress, provider };
        break;
      case 'phase': {
        const { phase, total } = event;
        const memoryMb = progress?.memoryMb ?? null;
        progress = { runId, phase, done: 0, total, perSecond: null, etaSeconds: null, memoryMb, provider };
        tell(true);
        break;
      }
      case 'progress': {
        const { phase, done, total, perSecond, etaSeconds, memoryMb } = event;
        progress = { runId, phase, done, total, perSecond, etaSeconds, memoryMb, provider };
        tell(done >= total);
        break;
      }
      case 'metric':
        if (event.record.kind === 'train' && Date.now() < nextMetrics) break;
        nextMetrics = Date.now() + metricsEveryMs;
        notices.publish({ kind: 'metrics', id: runId });
        break;
      case 'preflight':
      case 'forecast':
      case 'trial':
      case 'log':
      case 'done':
      case 'stopped':
      case 'failed':
    }
    return progress;
  };
}
