import { join } from 'node:path';
import type { GraphSource } from '../graphs.ts';
import type { JobHooks } from '../hooks.ts';
import type { JobContext } from '../open-job.ts';
import { openFeatureFiles } from './feature-files.ts';
import { createFeatureStore } from './feature-store.ts';
import { createVisionTower, isTowerFrozen } from './vision-tower.ts';

const gib = 2 ** 30;

/** Bytes of memory, at most a quarter of what is free: a page cache keeps what lies on the disk near as well. */
const memoryLimit = 2 * gib;

/** Bytes of disk for the features of all towers: at 448² a picture has 1.8 MB of a 7B model, 1 MB of a 3B model. */
const diskLimit = 64 * gib;

/** Bytes of disk that are left to others. */
const diskReserve = 2 * gib;

/** A job's pictures and graphs: where the adapter leaves the vision tower as it is, graphs take kept features instead of pixels. */
export interface KeptFeatures extends Pick<JobContext, 'pictures'> {
  readonly source: GraphSource;
  /** What people should know at the job's end. */
  readonly warnings: readonly string[];
  dispose(): Promise<void>;
}

/** Keeps the features of a job's pictures where the tower is frozen, on the disk in `cache`; else gives back what it was given. */
export function keepFeatures(
  { pictures }: Pick<JobContext, 'pictures'>,
  source: GraphSource,
  cache: string | null,
  { emit }: Pick<JobHooks, 'emit'>,
): KeptFeatures {
  const warnings: string[] = [];
  if (!isTowerFrozen(source)) return { pictures, source, warnings, dispose: () => Promise.resolve() };
  const tower = createVisionTower(source);
  const warn = (message: string): void => {
    warnings.push(message);
    emit({ type: 'log', level: 'warn', message });
  };
  const openFiles = async () =>
    cache === null
      ? null
      : openFeatureFiles(join(cache, 'features'), await tower.fingerprint(), {
          limit: diskLimit,
          reserve: diskReserve,
          warn,
        });
  const memory = Math.min(memoryLimit, process.availableMemory() / 4);
  return {
    pictures: createFeatureStore({ pictures, tower, memory, openFiles }),
    source: { ...source, form: { ...source.form, pictures: 'features' } },
    warnings,
    dispose: () => tower.dispose(),
  };
}
