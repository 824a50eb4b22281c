import type { PreparedPicture, Sequence } from '../models/family.ts';

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
  const pictures = new Map<string, Promise<PreparedPicture>>();
  let held = 0;
  const load = async (path: string): Promise<PreparedPicture> => {
    const picture = await prepare(path);
    const { byteLength } = picture.pixels;
    // Beyond the limit a picture is used and forgotten: which ones are kept never changes a result.
    if (held + byteLength <= limit) held += byteLength;
    else pictures.delete(path);
    return picture;
  };
  const prepared = (path: string): Promise<PreparedPicture> => {
    const known = pictures.get(path);
    if (known) return known;
    const loading = load(path);
    pictures.set(path, loading);
    // What failed is tried again when it is asked for again.
    loading.catch(() => pictures.delete(path));
    return loading;
  };
  return {
    prepared,
    get: prepared,
    prefetch(paths) {
      for (const path of paths) prepared(path).catch(() => undefined);
    },
  };
}
