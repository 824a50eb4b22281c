import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));

/** A running `quartet serve`: a real process on a home folder of its own. */
export interface Served {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Pids of the engines that it has started and that live. */
  engines(): number[];
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C would. */
  close(): Promise<void>;
}

/** Starts `quartet serve` on a home folder; port 0 takes a free one. Errors: what it printed, when it ends before it serves. */
export async function serve(home: string, port = 0): Promise<Served> {
  const child = spawn(process.execPath, [bin, 'serve', '--port', String(port)], {
    env: { ...process.env, QUARTET_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  const url = await readUrl(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid!,
    engines: () => childrenOf(child.pid!),
    kill: () => end('SIGKILL'),
    close: () => end('SIGINT'),
  };
}

async function readUrl(child: ChildProcess): Promise<string> {
  const printed: string[] = [];
  const found = Promise.withResolvers<string>();
  for (const stream of [child.stdout!, child.stderr!])
    createInterface({ input: stream }).on('line', (line) => {
      printed.push(line);
      const url = /^Quartet: (http:.*)$/.exec(line)?.[1];
      if (url) found.resolve(url);
    });
  child.once('exit', (code) =>
    found.reject(new Error(`quartet serve ended (${code}): ${printed.join('\n')}`)),
  );
  return found.promise;
}

/** Processes whose parent is `pid`, from /proc. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((candidate) => candidate > 0 && parentOf(candidate) === pid);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name that may hold spaces and brackets.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It ended meanwhile.
    return null;
  }
}
