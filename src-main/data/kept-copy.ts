import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { contentKey } from './content-key.ts';
import { readHeader, type TensorEntry } from './safetensors.ts';
import type { Snapshot } from './snapshot.ts';
import { locateWeights } from './weight-files.ts';

export interface CopyOptions {
  /** Folder that copies are kept in. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Told after each piece, in bytes of the snapshot. */
  progress(done: number, total: number): void;
}

/** The snapshot with its weights in another form: one file, written once by `convert` and named by what it was made from. */
export async function keptCopy(
  snapshot: Snapshot,
  kind: string,
  folder: string,
  convert: (entries: readonly TensorEntry[], file: string) => Promise<void>,
): Promise<Snapshot> {
  const entries = [...snapshot.tensors.values()];
  const file = join(folder, `${await contentKey(entries)}.${kind}.safetensors`);
  if (!existsSync(file)) await convert(entries, file);
  const { tensors } = await readHeader(file);
  return { ...snapshot, tensors, weights: await locateWeights([file]) };
}
