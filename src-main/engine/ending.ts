import type { ChildProcess } from 'node:child_process';
import type { EngineCommand } from './contract.ts';
import { encodeMessage } from './wire.ts';

/** How an engine may be asked to end. */
export interface EndRequests {
  /** Aborted: the engine finishes its step, checkpoints and ends, and is killed when it takes longer than the grace. */
  readonly stop?: AbortSignal | undefined;
  /** Aborted: the engine ends training after its step, keeps the best weights and answers with them. */
  readonly finish?: AbortSignal | undefined;
  /** Aborted: the engine ends at once. */
  readonly kill?: AbortSignal | undefined;
  /** Milliseconds that a stop may take; a minute unless told. */
  readonly graceMs?: number | undefined;
}

/** What has been done to end an engine. */
export interface Ending {
  /** Why we killed it, if we did. */
  readonly killedFor: 'request' | 'slow-stop' | null;
  /** The engine said its last word: it ends when its channel closes. */
  expectExit(): void;
  dispose(): void;
}

/** Carries out the requests to end `child`. */
export function createEnding(child: ChildProcess, requests: EndRequests): Ending {
  let killedFor: Ending['killedFor'] = null;
  let timer: NodeJS.Timeout | undefined;
  const kill = (reason: Ending['killedFor']): void => {
    killedFor ??= reason;
    child.kill('SIGKILL');
  };
  const killAfter = (ms: number, reason: Ending['killedFor']): void => {
    clearTimeout(timer);
    timer = setTimeout(() => kill(reason), ms);
  };
  const onStop = (): void => {
    send(child, { type: 'stop', reason: requests.stop?.reason === 'shutdown' ? 'shutdown' : 'cancel' });
    killAfter(requests.graceMs ?? 60_000, 'slow-stop');
  };
  const onKill = (): void => kill('request');
  const onFinish = (): void => send(child, { type: 'finish' });
  requests.stop?.addEventListener('abort', onStop, { once: true });
  requests.kill?.addEventListener('abort', onKill, { once: true });
  requests.finish?.addEventListener('abort', onFinish, { once: true });
  return {
    get killedFor() {
      return killedFor;
    },
    expectExit() {
      if (child.connected) child.disconnect();
      killAfter(10_000, null);
    },
    dispose() {
      clearTimeout(timer);
      requests.stop?.removeEventListener('abort', onStop);
      requests.kill?.removeEventListener('abort', onKill);
      requests.finish?.removeEventListener('abort', onFinish);
    },
  };
}

/** Sends a command; to a process that is gone or going it sends nothing, for its exit tells better. */
export function send(child: ChildProcess, command: EngineCommand): void {
  if (child.connected) child.send(encodeMessage(command), () => {});
}
