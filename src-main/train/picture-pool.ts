import { createThreadPool, threadFile } from '../common/thread-pool.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { PreparedPicture } from '../models/family.ts';
import type { PictureWorkerData } from './picture-worker.ts';

/** Prepares pictures on other cores, also while a session blocks this thread. */
export interface PicturePool {
  /** A picture decoded, resized and cut into patches; its errors are those of `decodePicture`. */
  prepare(path: string): Promise<PreparedPicture>;
  /** Ends the threads; pictures that are still asked for are CANCELLED. */
  dispose(): Promise<void>;
}

/** Threads that prepare pictures as the family of the snapshot in `settings` wants them. */
export function createPicturePool(settings: PictureWorkerData, threads: number): PicturePool {
  const pool = createThreadPool<string, PreparedPicture>({
    file: threadFile(import.meta.dirname, 'picture-worker'),
    threads,
    data: settings,
    ended: (reason) => hostMessage('picture-thread-ended', { reason }),
    closed: () => hostMessage('pictures-closed', {}),
  });
  return { prepare: (path) => pool.ask(path), dispose: () => pool.dispose() };
}
