import type { GraphSource } from '../graphs.ts';
import type { JobContext } from '../open-job.ts';
import { createFeatureStore } from './feature-store.ts';
import { createVisionTower, isTowerFrozen } from './vision-tower.ts';

/** Features kept in memory: at most this, and a quarter of what is free. */
const memoryLimit = 2 * 2 ** 30;

/** A job's pictures and graphs: where the adapter leaves the vision tower as it is, graphs take kept features instead of pixels. */
export interface KeptFeatures extends Pick<JobContext, 'pictures'> {
  readonly source: GraphSource;
  dispose(): Promise<void>;
}

/** Keeps the features of a job's pictures where the tower is frozen; else gives back what it was given. */
export function keepFeatures({ pictures }: JobContext, source: GraphSource): KeptFeatures {
  if (!isTowerFrozen(source)) return { pictures, source, dispose: () => Promise.resolve() };
  const tower = createVisionTower(source);
  const limit = Math.min(memoryLimit, process.availableMemory() / 4);
  return {
    pictures: createFeatureStore({ pictures, tower }, limit),
    source: { ...source, form: { ...source.form, pictures: 'features' } },
    dispose: () => tower.dispose(),
  };
}
