import { existsSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { contentKey } from './content-key.ts';
import { readHeader, type Dtype, type TensorEntry } from './safetensors.ts';
import type { Snapshot } from './snapshot.ts';
import { trimCopies } from './trim-copies.ts';
import { locateWeights } from './weight-files.ts';

/** Bytes of disk for copies of all models: 7B takes 15 GiB in f16 and 6 in 4 bits. */
const limit = 64 * 2 ** 30;

export interface CopyOptions {
  /** Folder that copies are kept in. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Told after each piece, in bytes of the snapshot. */
  progress(done: number, total: number): void;
}

/** A tensor of a copy, before a byte of it is there. */
export interface PlannedTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly byteLength: number;
}

/** The snapshot as a copy of these tensors will be: enough to build graphs from, with nothing to load. */
export function plannedCopy(snapshot: Snapshot, planned: readonly PlannedTensor[]): Snapshot {
  const file = 'planned.safetensors';
  let end = 0;
  const tensors = planned.map(({ name, dtype, shape, byteLength }): [string, TensorEntry] => {
    const offset = end;
    end += byteLength;
    return [name, { name, dtype, shape, file, offset, length: byteLength }];
  });
  const weights = { folder: snapshot.folder, locations: new Map([[file, file]]) };
  return { ...snapshot, tensors: new Map(tensors), weights };
}

/** The snapshot with its weights in another form: one file, written once by `convert` and named by what it was made from; copies long unused make room. */
export async function keptCopy(
  snapshot: Snapshot,
  kind: string,
  folder: string,
  convert: (entries: readonly TensorEntry[], file: string) => Promise<void>,
): Promise<Snapshot> {
  const entries = [...snapshot.tensors.values()];
  const file = join(folder, `${await contentKey(entries)}.${kind}.safetensors`);
  if (!existsSync(file)) {
    // A copy is no larger than what it is made from.
    const bytes = entries.reduce((sum, { length }) => sum + length, 0);
    await trimCopies(folder, limit - bytes);
    await convert(entries, file);
  }
  await utimes(file, new Date(), new Date());
  const { tensors } = await readHeader(file);
  return { ...snapshot, tensors, weights: await locateWeights([file]) };
}
