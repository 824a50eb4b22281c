import { createThreadPool, threadFile, type ThreadPool } from '../../common/thread-pool.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { check, type Handle } from './api.ts';
import type { Call } from './call-worker.ts';

/**
 * The thread on which graphs are loaded and run, so that this one goes on meanwhile. It is always the same: for each
 * thread that runs a session, ONNX Runtime's CUDA provider takes some 70 MiB of the GPU's memory.
 */
let thread: ThreadPool<Call, Handle> | null = null;
let users = 0;

/** To be called by each session before its first call. */
export function joinThread(): void {
  users++;
}

/** To be called by each session after its last call; the last one ends the thread. */
export async function leaveThread(): Promise<void> {
  if (--users > 0) return;
  const ended = thread;
  thread = null;
  await ended?.dispose();
}

/** Calls a function there; `used` is kept alive until it is done. */
export async function callAside(call: Call, used: unknown): Promise<void> {
  thread ??= createThreadPool<Call, Handle>({
    file: threadFile(import.meta.dirname, 'call-worker'),
    threads: 1,
    ended: (reason) => hostMessage('run-thread-ended', { reason }),
    closed: () => hostMessage('run-thread-closed', {}),
  });
  inUse.add(used);
  try {
    check(await thread.ask(call));
  } finally {
    inUse.delete(used);
  }
}

/** What calls work with: nothing else may refer to it while they do. */
const inUse = new Set<unknown>();
