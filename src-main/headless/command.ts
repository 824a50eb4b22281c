import type { Command } from 'commander';
import { messageOf, QuartetError } from '../common/errors.ts';
import { createLog } from '../common/log.ts';
import { homePaths, quartetHome } from '../common/paths.ts';
import { createHost, type Host } from '../host/host.ts';
import type { JobControl } from '../services/runs/launch.ts';
import { exitCodeOf } from './exit-code.ts';
import { listenForInterrupt } from './interrupt.ts';
import { createProgress, followProgress, type Progress } from './progress.ts';

/** What a command ends with: a document for programs, the same in words for people, and the exit code. */
export interface Report {
  readonly data: unknown;
  readonly text: string;
  readonly code?: number;
}

/** What a command may use while it works. */
export interface Session {
  readonly host: Host;
  readonly progress: Progress;
  /** Stops a job on Ctrl-C and shows how far it is. */
  readonly control: JobControl & { readonly stop: AbortSignal };
  /** Prints a line before the report: to standard output for people, to standard error when programs read. */
  say(text: string): void;
}

export interface SessionOptions {
  readonly json?: boolean;
  /** Where to keep things instead of `$QUARTET_HOME`. */
  readonly home?: string;
}

/** Opens the home folder, runs one command in it, prints its report and sets the exit code. */
export async function perform(
  options: SessionOptions,
  work: (session: Session) => Promise<Report>,
): Promise<void> {
  const json = options.json ?? false;
  const say = (text: string): void => void (json ? process.stderr : process.stdout).write(`${text}\n`);
  const interrupt = listenForInterrupt((text) => process.stderr.write(`\n${text}\n`));
  const progress = createProgress();
  let host: Host | undefined;
  try {
    host = await openHost(options.home);
    for (const name of host.recovered) say(`${name} was interrupted. \`quartet resume ${name}\` goes on.`);
    const control = { stop: interrupt.stop, kill: interrupt.kill, onEvent: followProgress(progress) };
    const report = await work({ host, progress, control, say });
    progress.dispose();
    process.stdout.write(`${json ? JSON.stringify(report.data, null, 2) : report.text}\n`);
    process.exitCode = report.code ?? 0;
  } catch (error) {
    progress.dispose();
    tellError(interrupt.stop.aborted ? asCancelled(error) : error, json);
  } finally {
    host?.dispose();
    interrupt.dispose();
  }
}

/** An aborted wait throws whatever the signal's reason was. */
function asCancelled(error: unknown): unknown {
  return error instanceof QuartetError
    ? error
    : new QuartetError('CANCELLED', 'Cancelled.', { cause: error });
}

/** Prints one line of what went wrong; with `QUARTET_DEBUG=1` where, too. */
export function tellError(error: unknown, json: boolean): void {
  const code = error instanceof QuartetError ? error.code : 'INTERNAL';
  if (json)
    process.stdout.write(`${JSON.stringify({ error: { code, message: messageOf(error) } }, null, 2)}\n`);
  else process.stderr.write(`quartet: ${messageOf(error)}\n`);
  if (process.env['QUARTET_DEBUG']) console.error(error);
  process.exitCode = exitCodeOf(error);
}

/** A command of `program` that can answer in JSON. */
export function addCommand(program: Command, usage: string, about: string): Command {
  return program
    .command(usage)
    .description(about)
    .option('--json', 'print one JSON document and nothing else');
}

function openHost(home: string | undefined): Promise<Host> {
  const log = createLog(process.env['QUARTET_LOG'] ?? 'warn');
  // QUARTET_ENGINE: another engine entry, as tests of the host use.
  return createHost(homePaths(home ?? quartetHome()), log, { engineEntry: process.env['QUARTET_ENGINE'] });
}
