import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds that the threads of some processes were on a core so far: unlike times by the clock they do not depend much on who else works. */
export function cpuMs(pids: readonly number[]): number {
  return pids.flatMap(onCoreMs).reduce((sum, ms) => sum + ms, 0);
}

/** Of each thread the first number of /proc/<pid>/task/<tid>/schedstat, in nanoseconds (Documentation/scheduler/sched-stats). */
function onCoreMs(pid: number): number[] {
  return entries(`/proc/${pid}/task`).map(
    (thread) => Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ', 1)[0]) / 1e6,
  );
}

/** A process and all that it started. */
export function descendants(root: number): number[] {
  const pids = entries('/proc').map(Number).filter(Number.isInteger);
  const parents = pids.map((pid) => [pid, parentOf(pid)] as const);
  const found = [root];
  // The list grows while it is walked: children of children follow.
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

/** The processes of a browser that run pages. */
export function rendererPids(browser: number): number[] {
  return descendants(browser).filter((pid) => read(`/proc/${pid}/cmdline`).includes('--type=renderer'));
}

/** The second field after the name, which may hold spaces (proc_pid_stat(5)). */
function parentOf(pid: number): number {
  const text = read(`/proc/${pid}/stat`);
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

/** '' when the process has ended between the listing and the look. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
