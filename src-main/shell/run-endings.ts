import type { RunSummary } from '../contract/index.ts';
import type { Translate } from './texts.ts';

/** What a notification says, and where a click on it leads. */
export interface Ending {
  readonly title: string;
  readonly body: string;
  readonly address: string;
}

/** Tells of a run's end once: give it every state of a run that is seen, and it answers when one that ran has ended. */
export function createEndings(): (run: RunSummary, t: Translate) => Ending | null {
  const running = new Set<string>();
  return (run, t) => {
    if (run.status === 'running') running.add(run.id);
    const ended = run.status === 'done' || run.status === 'stopped' || run.status === 'failed';
    return ended && running.delete(run.id) && !isWanted(run) ? describe(run, t) : null;
  };
}

/** Nobody needs to be told of what they have just asked for. */
function isWanted({ status, outcome }: RunSummary): boolean {
  return status === 'stopped' && (outcome?.reason === 'cancelled' || outcome?.reason === 'shutdown');
}

function describe(run: RunSummary, t: Translate): Ending {
  const title = { done: 'runDone', stopped: 'runStopped' } as const;
  const key = run.status === 'done' || run.status === 'stopped' ? title[run.status] : 'runFailed';
  const accuracy = run.validation ? t('accuracy', { accuracy: run.validation.accuracy.toFixed(3) }) : '';
  return {
    title: t(key, { name: run.name }),
    body: run.status === 'done' ? accuracy : (run.outcome?.message ?? ''),
    address: `#/runs/${run.id}`,
  };
}
