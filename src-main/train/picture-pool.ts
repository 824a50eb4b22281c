import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { QuartetError } from '../common/errors.ts';
import { packageRoot } from '../common/package-root.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { PreparedPicture } from '../models/family.ts';
import type { PictureReply, PictureRequest, PictureWorkerData } from './picture-worker.ts';

/** Prepares pictures on other cores, also while a session blocks this thread. */
export interface PicturePool {
  /** A picture decoded, resized and cut into patches; its errors are those of `decodePicture`. */
  prepare(path: string): Promise<PreparedPicture>;
  /** Ends the threads; pictures that are still asked for are CANCELLED. */
  dispose(): Promise<void>;
}

interface Waiting {
  resolve(picture: PreparedPicture): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  /** Pictures asked for and not yet answered, by request. */
  readonly waiting: Map<number, Waiting>;
}

/**
 * Threads start with the first pictures that they get. Requests are dealt out when they are made, not when a thread is
 * free: this thread cannot deal while a session runs.
 */
export function createPicturePool(settings: PictureWorkerData, threads: number): PicturePool {
  const started: Record<number, Thread> = {};
  let asked = 0;
  let closed = false;
  const next = (): Thread => {
    const place = asked % threads;
    return (started[place] ??= startThread(settings, () => delete started[place]));
  };
  return {
    prepare(path) {
      if (closed) return Promise.reject(cancelled());
      const { worker, waiting } = next();
      const id = asked++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, path } satisfies PictureRequest);
      });
    },
    async dispose() {
      closed = true;
      await Promise.all(Object.values(started).map(({ worker }) => worker.terminate()));
    },
  };
}

/** `ended` is called when the thread is gone, by `terminate` or by its own fault: another takes its place. */
function startThread(settings: PictureWorkerData, ended: () => void): Thread {
  const worker = new Worker(workerFile(), { workerData: settings });
  const waiting = new Map<number, Waiting>();
  let fault: Error = cancelled();
  worker.on('message', ({ id, ...reply }: PictureReply) => {
    const { resolve, reject } = waiting.get(id)!;
    waiting.delete(id);
    if ('picture' in reply) resolve(reply.picture);
    else reject(new QuartetError(reply.code, reply.message));
  });
  worker.on('error', (cause: Error) => {
    fault = new QuartetError('ENGINE', hostMessage('picture-thread-ended', { reason: cause.message }), {
      cause,
    });
  });
  worker.on('exit', () => {
    ended();
    for (const { reject } of waiting.values()) reject(fault);
  });
  return { worker, waiting };
}

function cancelled(): QuartetError {
  return new QuartetError('CANCELLED', hostMessage('pictures-closed', {}));
}

/** In a checkout the source itself runs; an installed Quartet has the bundle only. */
function workerFile(): string {
  const source = join(import.meta.dirname, 'picture-worker.ts');
  return existsSync(source) ? source : join(packageRoot(), 'out', 'main', 'picture-worker.mjs');
}
