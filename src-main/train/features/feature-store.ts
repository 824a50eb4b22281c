import type { PictureFeatures } from '../../models/family.ts';
import type { PictureStore } from '../picture-store.ts';
import type { VisionTower } from './vision-tower.ts';

/** What features are made from: the pictures, and what sees them. */
export interface FeatureSource {
  readonly pictures: PictureStore;
  readonly tower: VisionTower;
}

/** A picture store whose sequences hold features, kept in memory up to `limit` bytes so that a picture is seen once. */
export function createFeatureStore({ pictures, tower }: FeatureSource, limit: number): PictureStore {
  const known = new Map<string, Promise<PictureFeatures>>();
  let held = 0;
  const load = async (path: string): Promise<PictureFeatures> => {
    const encoded = await tower.encode(await pictures.prepared(path));
    const { byteLength } = encoded.features;
    if (held + byteLength <= limit) held += byteLength;
    else known.delete(path);
    return encoded;
  };
  const get = (path: string): Promise<PictureFeatures> => {
    const features = known.get(path);
    if (features) return features;
    const loading = load(path);
    known.set(path, loading);
    // What failed is tried again when it is asked for again.
    loading.catch(() => known.delete(path));
    return loading;
  };
  return {
    prepared: pictures.prepared,
    get,
    prefetch: (paths) => pictures.prefetch(paths.filter((path) => !known.has(path))),
  };
}
