import { keptCopy, plannedCopy, type PlannedTensor } from './kept-copy.ts';
import { piecesOf, type TensorEntry } from './safetensors.ts';
import type { Snapshot } from './snapshot.ts';
import type { WeightThreads } from './weight-threads.ts';
import { pieceBytes, writeConverted, type ConvertOptions, type Part } from './write-converted.ts';

/**
 * The snapshot with every weight as F16, for a provider that has no bf16: one file in the cache, converted once and
 * named by what it was made from. Errors: UNSUPPORTED where a weight exceeds 65504; those of `writeConverted`.
 */
export async function f16Snapshot(snapshot: Snapshot, options: ConvertOptions): Promise<Snapshot> {
  if (isF16(snapshot)) return snapshot;
  return keptCopy(snapshot, 'f16', options.folder, (entries, file) =>
    writeConverted(file, entries, halves(entries), options, (workers) => parts(entries, workers)),
  );
}

/** The same snapshot without a file: where each tensor would lie. */
export function plannedF16(snapshot: Snapshot): Snapshot {
  return isF16(snapshot) ? snapshot : plannedCopy(snapshot, halves([...snapshot.tensors.values()]));
}

function isF16({ tensors }: Snapshot): boolean {
  return [...tensors.values()].every(({ dtype }) => dtype === 'F16');
}

function halves(entries: readonly TensorEntry[]): PlannedTensor[] {
  return entries.map(({ name, shape }) => ({
    name,
    shape,
    dtype: 'F16',
    byteLength: 2 * shape.reduce((product, size) => product * size, 1),
  }));
}

function* parts(entries: readonly TensorEntry[], workers: WeightThreads): Generator<() => Promise<Part>> {
  for (const entry of entries)
    for (const piece of piecesOf(entry, pieceBytes))
      yield async () => ({ taken: piece.length, bytes: await workers.halve(piece) });
}
