import { readFileSync } from 'node:fs';

/** `pid` or, where /proc tells it, `pid:start time`: names a process so that a reused pid is not mistaken for it. */
export function processToken(pid: number = process.pid): string {
  const started = startTime(pid);
  return started === null ? String(pid) : `${pid}:${started}`;
}

/** Whether the process that `processToken` named still runs on this machine. */
export function isAlive(token: string): boolean {
  const pid = Number.parseInt(token, 10);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists, under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // Where nobody reaps the dead (a container's first process seldom does) they stay in the table.
  if (statFields(pid)[0] === 'Z') return false;
  return !token.includes(':') || processToken(pid) === token;
}

/** Resident memory of a process in MiB from /proc; null on platforms without it, or when the process is gone. */
export function residentMb(pid: number): number | null {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(pid, 'status'))?.[1];
  return kb === undefined ? null : Number(kb) / 1024;
}

// Field 22 of the whole line (proc_pid_stat(5)).
function startTime(pid: number): string | null {
  return statFields(pid)[19] ?? null;
}

/** The fields of /proc/<pid>/stat from the third on: the second is a name that may hold spaces and brackets. */
function statFields(pid: number): string[] {
  const stat = readProc(pid, 'stat');
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // No /proc here, or the process is gone: both mean that nothing is known.
    return '';
  }
}
