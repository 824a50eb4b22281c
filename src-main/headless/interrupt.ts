import { exitCodes } from './exit-code.ts';

/** What the user's Ctrl-C means to the job that runs: the first stops it with a checkpoint, the second ends it at once, the third ends everything. */
export interface Interrupt {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  dispose(): void;
}

/** Listens for Ctrl-C, `kill` and a closed terminal; `say` tells the user what happens. */
export function listenForInterrupt(say: (text: string) => void): Interrupt {
  const stop = new AbortController();
  const kill = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    // Something hangs that is no engine: nothing is worth waiting for.
    if (kill.signal.aborted) process.exit(exitCodes.cancelled);
    if (stop.signal.aborted) return kill.abort();
    say('Stopping; a training saves a checkpoint first. Ctrl-C again ends it at once.');
    stop.abort(signal === 'SIGINT' ? 'cancel' : 'shutdown');
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stop: stop.signal,
    kill: kill.signal,
    dispose() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
