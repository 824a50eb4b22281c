import { rawBytes } from '../../common/raw-bytes.ts';
import type { Grid, PictureFeatures } from '../../models/family.ts';
import { keepLoaded } from '../keep-loaded.ts';
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
  const seen = new Map<string, Seen>();
  let files: Promise<FeatureFiles | null> | null = null;

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
    await (await files)?.write(now.key, rawBytes(features));
    return { ...now.grid, features };
  };

  return {
    prepared: pictures.prepared,
    get: keepLoaded(find, ({ features }) => features.byteLength, memory),
    prefetch: (paths) => pictures.prefetch(paths.filter((path) => !seen.has(path))),
  };
}
