import { decodePicture } from '../data/pictures.ts';
import type { Model, Sequence, SizedPicture } from '../models/family.ts';

/** Decoded and resized pictures, kept as bytes up to a limit so that an epoch reads each file once. */
export interface PictureStore {
  sized(path: string): Promise<SizedPicture>;
  /** A picture as sequences hold it. */
  get(path: string): Promise<Sequence['pictures'][number]>;
  /** Starts decoding pictures that will be asked for soon; failures surface when they are. */
  prefetch(paths: readonly string[]): void;
}

/** `size` is the edge of the square whose area a picture is scaled to; `limit` in bytes. */
export function createPictureStore(model: Model, size: number, limit = 512 * 2 ** 20): PictureStore {
  const pictures = new Map<string, Promise<SizedPicture>>();
  let held = 0;
  const load = async (path: string): Promise<SizedPicture> => {
    const sized = model.sizePicture(await decodePicture(path), size);
    held += sized.rgb.byteLength;
    // Beyond the limit a picture is used and forgotten: which ones are kept never changes a result.
    if (held > limit) {
      held -= sized.rgb.byteLength;
      pictures.delete(path);
    }
    return sized;
  };
  const sized = (path: string): Promise<SizedPicture> => {
    const known = pictures.get(path);
    if (known) return known;
    const loading = load(path);
    pictures.set(path, loading);
    return loading;
  };
  return {
    sized,
    get: async (path) => model.preparePicture(await sized(path)),
    prefetch(paths) {
      for (const path of paths) sized(path).catch(() => pictures.delete(path));
    },
  };
}
