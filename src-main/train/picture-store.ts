import type { PreparedPicture, Sequence } from '../models/family.ts';
import { keepLoaded } from './keep-loaded.ts';

/** Pictures as a model reads them, kept up to a limit so that an epoch reads each file once. */
export interface PictureStore {
  prepared(path: string): Promise<PreparedPicture>;
  /** A picture as sequences hold it. */
  get(path: string): Promise<Sequence['pictures'][number]>;
  /** Starts preparing pictures that will be asked for soon; failures surface when they are. */
  prefetch(paths: readonly string[]): void;
}

/** Keeps what `prepare` makes of picture files, up to `limit` bytes. */
export function createPictureStore(
  prepare: (path: string) => Promise<PreparedPicture>,
  limit = 512 * 2 ** 20,
): PictureStore {
  const prepared = keepLoaded(prepare, ({ pixels }) => pixels.byteLength, limit);
  return {
    prepared,
    get: prepared,
    prefetch(paths) {
      for (const path of paths) prepared(path).catch(() => undefined);
    },
  };
}
