import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker, type Transferable } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from './answer-requests.ts';
import { QuartetError } from './errors.ts';
import { packageRoot } from './package-root.ts';

/** Threads that a pool of ours takes: one core stays for the thread that asks, and eight keep a fast GPU or disk busy. */
export const poolThreads = Math.max(1, Math.min(8, availableParallelism() - 1));

/** Threads that answer requests on other cores, also while this thread is blocked. */
export interface ThreadPool<Request, Answer> {
  /** The answer of one thread; its errors are those of the code that runs there, and ENGINE if the thread ends by its own fault. What is in `moved` is handed over instead of copied. */
  ask(request: Request, moved?: readonly Transferable[]): Promise<Answer>;
  /** Ends the threads; what is still asked for is CANCELLED. */
  dispose(): Promise<void>;
}

/** What a pool runs, and what it tells people. */
export interface ThreadPoolOptions {
  /** The module that each thread runs; it calls `answerRequests`. */
  readonly file: string;
  readonly threads: number;
  /** What threads begin with, as their `workerData`. */
  readonly data?: unknown;
  /** The message for a thread that ended by its own fault. */
  ended(reason: string): string;
  /** The message for what is asked of a pool that is closed or closing. */
  closed(): string;
}

interface Waiting<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

interface Thread<Answer> {
  readonly worker: Worker;
  /** Requests not yet answered, by their numbers. */
  readonly waiting: Map<number, Waiting<Answer>>;
}

/**
 * Threads start with the first requests that they get. Requests are dealt out when they are made, not when a thread is
 * free: this thread cannot deal while something blocks it.
 */
export function createThreadPool<Request, Answer>(options: ThreadPoolOptions): ThreadPool<Request, Answer> {
  const started: Record<number, Thread<Answer>> = {};
  let asked = 0;
  let closed = false;
  const cancelled = (): QuartetError => new QuartetError('CANCELLED', options.closed());
  const next = (): Thread<Answer> => {
    const place = asked % options.threads;
    return (started[place] ??= startThread(options, (fault) => {
      delete started[place];
      return closed ? cancelled() : fault;
    }));
  };
  return {
    ask(request, moved = []) {
      if (closed) return Promise.reject(cancelled());
      const { worker, waiting } = next();
      const id = asked++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, request } satisfies ThreadRequest<Request>, moved);
      });
    },
    async dispose() {
      closed = true;
      await Promise.all(Object.values(started).map(({ worker }) => worker.terminate()));
    },
  };
}

/** `ended` is called when the thread is gone, by `terminate` or by its own fault; another takes its place. It says what those who wait are told. */
function startThread<Answer>(
  options: ThreadPoolOptions,
  ended: (fault: QuartetError) => QuartetError,
): Thread<Answer> {
  const worker = new Worker(options.file, { workerData: options.data });
  const waiting = new Map<number, Waiting<Answer>>();
  let cause: Error | undefined;
  worker.on('message', ({ id, ...reply }: ThreadReply<Answer>) => {
    const { resolve, reject } = waiting.get(id)!;
    waiting.delete(id);
    if ('answer' in reply) resolve(reply.answer);
    else reject(new QuartetError(reply.code, reply.message));
  });
  worker.on('error', (error: Error) => (cause = error));
  worker.on('exit', (code) => {
    const reason = cause?.message ?? `exit code ${code}`;
    const told = ended(new QuartetError('ENGINE', options.ended(reason), { cause }));
    for (const { reject } of waiting.values()) reject(told);
  });
  return { worker, waiting };
}

/** The file of a thread's module that lies in `folder`: in a checkout the source itself; an installed Quartet has its bundle only. */
export function threadFile(folder: string, name: string): string {
  const source = join(folder, `${name}.ts`);
  return existsSync(source) ? source : join(packageRoot(), 'out', 'main', `${name}.mjs`);
}
