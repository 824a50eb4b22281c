import { SingleBar } from 'cli-progress';
import type { EngineEvent, Phase } from '../engine/contract.ts';
import { formatDuration } from './format.ts';

/** Shows how far a job is: a bar a phase on a terminal, a line every few seconds elsewhere; all on standard error. */
export interface Progress {
  update(what: string, at: ProgressAt): void;
  dispose(): void;
}

/** How far a phase is; rate per second and seconds left where known. */
export interface ProgressAt {
  readonly done: number;
  readonly total: number;
  readonly perSecond: number | null;
  readonly etaSeconds: number | null;
}

const names: Record<Phase, string> = {
  read: 'Reading',
  load: 'Loading the model',
  preflight: 'Checking before the start',
  'zero-shot': 'Answering untrained',
  train: 'Training',
  validate: 'Validating',
  predict: 'Answering',
  save: 'Saving',
};

/** Feeds an engine's events to `progress`. */
export function followProgress(progress: Progress): (event: EngineEvent) => void {
  return (event) => {
    if (event.type === 'progress') progress.update(names[event.phase], event);
    if (event.type === 'phase' && event.total > 1)
      progress.update(names[event.phase], { done: 0, total: event.total, perSecond: null, etaSeconds: null });
  };
}

/** Bars on a terminal, lines elsewhere. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? barProgress(stream) : lineProgress(stream);
}

function barProgress(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | null = null;
  let shown = '';
  const close = (): void => bar?.stop();
  return {
    update(what, at) {
      if (what !== shown) {
        close();
        shown = what;
        bar = new SingleBar({ stream, format: '{what} {bar} {value}/{total}{rate}', hideCursor: true });
        bar.start(at.total, 0, { what: what.padEnd(26), rate: '' });
      }
      bar?.update(at.done, { rate: rateText(at) });
    },
    dispose: close,
  };
}

// Plain lines end up in files and in the logs of remote machines.
const lineEveryMs = 3000;

function lineProgress(stream: NodeJS.WriteStream): Progress {
  let shown = '';
  let next = 0;
  return {
    update(what, at) {
      const finished = at.done >= at.total;
      if (what === shown && Date.now() < next && !finished) return;
      shown = finished ? '' : what;
      next = Date.now() + lineEveryMs;
      stream.write(`${what}: ${at.done}/${at.total}${rateText(at)}\n`);
    },
    dispose: () => {},
  };
}

function rateText({ perSecond, etaSeconds }: ProgressAt): string {
  const rate = perSecond === null ? '' : `, ${perSecond.toPrecision(3)}/s`;
  const eta = etaSeconds === null || etaSeconds <= 0 ? '' : `, ${formatDuration(etaSeconds)} left`;
  return rate + eta;
}
