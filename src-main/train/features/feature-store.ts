import type { Grid, PictureFeatures } from '../../models/family.ts';
import type { PictureStore } from '../picture-store.ts';
import type { FeatureFiles } from './feature-files.ts';
import { pictureKey } from './fingerprint.ts';
import type { VisionTower } from './vision-tower.ts';

/** What features are made from, and where they may be kept. */
export interface FeatureSource {
  readonly pictures: PictureStore;
  readonly tower: VisionTower;
  /** Bytes of features to keep in memory. */
  readonly memory: number;
  /** Opens what is kept on the disk, or null without one. */
  openFiles(): Promise<FeatureFiles | null>;
}

/** A picture that was seen: what its features are kept under. */
interface Seen {
  readonly grid: Grid;
  readonly key: string;
}

/**
 * A picture store whose sequences hold features, so that the tower sees a picture once: they are kept in memory while
 * they fit, and on the disk, where the next run finds them too. What fits in neither is computed again, to the same bits.
 */
export function createFeatureStore({ pictures, tower, memory, openFiles }: FeatureSource): PictureStore {
  const known = new Map<string, Promise<PictureFeatures>>();
  const seen = new Map<string, Seen>();
  let files: Promise<FeatureFiles | null> | null = null;
  let held = 0;

  const fromDisk = async ({ key, grid }: Seen): Promise<PictureFeatures | null> => {
    const bytes = await (await (files ??= openFiles()))?.read(key);
    if (!bytes) return null;
    const features = tower.dtype === 'bf16' ? new Uint16Array(bytes.buffer) : new Float32Array(bytes.buffer);
    return { ...grid, features };
  };

  const find = async (path: string): Promise<PictureFeatures> => {
    const before = seen.get(path);
    const kept = before && (await fromDisk(before));
    if (kept) return kept;
    const picture = await pictures.prepared(path);
    const { gridHeight, gridWidth } = picture;
    const feeds = tower.feeds(picture);
    const now: Seen = { grid: { gridHeight, gridWidth }, key: pictureKey(feeds) };
    seen.set(path, now);
    const found = before ? null : await fromDisk(now);
    if (found) return found;
    const features = await tower.encode(feeds);
    const { buffer, byteOffset, byteLength } = features;
    await (await files)?.write(now.key, new Uint8Array(buffer, byteOffset, byteLength));
    return { ...now.grid, features };
  };

  const load = async (path: string): Promise<PictureFeatures> => {
    const found = await find(path);
    const { byteLength } = found.features;
    if (held + byteLength <= memory) held += byteLength;
    else known.delete(path);
    return found;
  };

  return {
    prepared: pictures.prepared,
    get(path) {
      const features = known.get(path);
      if (features) return features;
      const loading = load(path);
      known.set(path, loading);
      // What failed is tried again when it is asked for again.
      loading.catch(() => known.delete(path));
      return loading;
    },
    prefetch: (paths) => pictures.prefetch(paths.filter((path) => !seen.has(path))),
  };
}
