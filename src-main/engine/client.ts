import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { createChannel } from '../common/channel.ts';
import { messageOf, QuartetError } from '../common/errors.ts';
import { lostDevice } from '../common/lost-device.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { EngineEvent, Job } from './contract.ts';
import { createEnding, send, type Ending, type EndRequests } from './ending.ts';
import { watchMemory } from './memory-watch.ts';
import { decodeMessage } from './wire.ts';

export interface EngineOptions extends EndRequests {
  /** The file that the engine process runs. */
  readonly entry: string;
  /** A plain Node binary; never Electron's (its allocator ends a process that asks for more than 2 GiB at once). */
  readonly execPath?: string | undefined;
  /** A folder in which the process's dynamic loader looks first (Linux). */
  readonly libraries?: string | undefined;
  /** Gets each line that native libraries or Node print. */
  readonly onOutput?: ((line: string) => void) | undefined;
}

/** A running engine process. */
export interface Engine {
  readonly pid: number;
  /**
   * What it tells; the last one is `done`, `stopped` or `failed`, also when the process died. For one reader: one that
   * leaves early leaves no process behind.
   */
  readonly events: AsyncIterable<EngineEvent>;
  /** Highest resident memory (MiB) of host and engine together; `enginePeakMb` serves where /proc is missing. */
  peakRssMb(enginePeakMb: number): number;
}

/** Starts an engine process on one job. Errors: CANCELLED when `stop` was aborted before, ENGINE when Node cannot start. */
export function startEngine(job: Job, options: EngineOptions): Engine {
  if (options.stop?.aborted) throw new QuartetError('CANCELLED', hostMessage('cancelled-before-engine', {}));
  // Like `fork`, which Electron bends to its own binary, and which would open a console window on Windows.
  const child = spawn(options.execPath ?? process.execPath, [...process.execArgv, options.entry], {
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A terminal sends Ctrl-C to its whole process group: the engine is to hear of it from us alone.
    detached: process.platform !== 'win32',
    env: environmentOf(options),
  });
  const lastWords = followOutput(child, options.onOutput);
  if (child.pid === undefined)
    throw new QuartetError(
      'ENGINE',
      hostMessage('engine-not-started', { file: options.execPath ?? process.execPath }),
    );
  const memory = watchMemory(child.pid);
  const ending = createEnding(child, options);
  send(child, { type: 'start', job });
  return {
    pid: child.pid,
    events: readEvents(child, ending, lastWords, memory),
    peakRssMb: memory.peakMb,
  };
}

/** ONNX Runtime looks for its providers beside itself: a copy of it lies beside those that were installed. */
function environmentOf({ libraries }: EngineOptions): NodeJS.ProcessEnv {
  if (libraries === undefined) return process.env;
  const before = process.env['LD_LIBRARY_PATH'];
  return { ...process.env, LD_LIBRARY_PATH: before ? `${libraries}:${before}` : libraries };
}

/** Whether nothing follows this event. */
export function isTerminal(
  event: EngineEvent,
): event is Extract<EngineEvent, { type: 'done' | 'stopped' | 'failed' }> {
  return event.type === 'done' || event.type === 'stopped' || event.type === 'failed';
}

function readEvents(
  child: ChildProcess,
  ending: Ending,
  lastWords: readonly string[],
  memory: { dispose(): void },
): AsyncIterable<EngineEvent> {
  const events = createChannel<EngineEvent>();
  let finished = false;
  child.on('message', (message) => {
    const event = decodeMessage(message) as EngineEvent;
    events.push(event);
    if (!isTerminal(event)) return;
    finished = true;
    ending.expectExit();
  });
  void whenGone(child).then((exit) => {
    ending.dispose();
    memory.dispose();
    if (!finished) events.push(lastEvent(ending, exit, lastWords));
    events.end();
  });
  return (async function* () {
    try {
      yield* events;
    } finally {
      child.kill('SIGKILL');
    }
  })();
}

/** Keeps the last lines that the process printed. */
function followOutput(child: ChildProcess, onOutput: EngineOptions['onOutput']): string[] {
  const last: string[] = [];
  const keep = (printed: string): void => {
    // ONNX Runtime colours its errors, for a terminal that is not there.
    const line = stripVTControlCharacters(printed);
    onOutput?.(line);
    if (last.push(line) > 20) last.shift();
  };
  child.on('error', (error) => keep(messageOf(error)));
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', keep);
  return last;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Resolves when the process is gone and all that it sent and printed has been read. */
async function whenGone(child: ChildProcess): Promise<Exit> {
  // Not the child's `close`: Node 24 leaves it out when we were the side that disconnected.
  const closed = [child.stdout, child.stderr].map(
    (stream) => new Promise<void>((resolve) => (stream ? stream.once('close', resolve) : resolve())),
  );
  const disconnected = new Promise<void>((resolve) => child.once('disconnect', resolve));
  const exit = await new Promise<Exit>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  await Promise.all([disconnected, ...closed]);
  return exit;
}

/** What to tell of an engine that ended without a word. */
function lastEvent(ending: Ending, exit: Exit, lastWords: readonly string[]): EngineEvent {
  if (ending.killedFor) {
    const how = ending.killedFor === 'request' ? 'ended-at-once' : 'stopping-too-slow';
    return {
      type: 'stopped',
      reason: 'cancelled',
      message: hostMessage(how, {}),
      resumable: true,
    };
  }
  // Native code that finds its device gone may print so and give up; SIGKILL comes from elsewhere.
  const lost = exit.signal === 'SIGKILL' ? null : lostDevice(lastWords.join('\n'));
  const message = lost ?? unexpected(exit, telling(lastWords));
  return { type: 'failed', code: 'ENGINE', message, stack: null };
}

function unexpected({ signal, code }: Exit, said: string): string {
  if (signal === 'SIGKILL')
    return said ? hostMessage('engine-killed-saying', { said }) : hostMessage('engine-killed', {});
  const how = signal ? `signal ${signal}` : `exit code ${code}`;
  return said ? hostMessage('engine-ended-saying', { how, said }) : hostMessage('engine-ended', { how });
}

/** The line that tells most of an end: one that speaks of an error, else the last. */
function telling(lines: readonly string[]): string {
  const error = lines.findLast(
    (line) => /error|abort|bad_alloc|terminate/i.test(line) && !/^\s+at /.test(line),
  );
  return (error ?? lines.findLast((line) => line.trim() !== '') ?? '').trim();
}
