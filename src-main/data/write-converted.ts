import { writeAtomically } from '../common/atomic-file.ts';
import { inOrder } from '../common/in-order.ts';
import { poolThreads } from '../common/thread-pool.ts';
import type { CopyOptions, PlannedTensor } from './kept-copy.ts';
import type { TensorEntry } from './safetensors.ts';
import { safetensorsHeader } from './safetensors-write.ts';
import { createWeightThreads, type WeightThreads } from './weight-threads.ts';

/** Bytes of a weight file that are worked on at a time; 4-bit blocks of 64 fit into it whatever the type. */
export const pieceBytes = 2 ** 22;

export interface ConvertOptions extends CopyOptions {
  /** Threads that convert, if not as many as the machine bears; the file does not depend on it. */
  readonly threads?: number;
}

/** Bytes of a copy, and how many bytes of the snapshot they stand for. */
export interface Part {
  readonly taken: number;
  readonly bytes: Uint8Array;
}

/**
 * Writes the file of a copy: its header, and what `parts` makes with the threads, in that order. Errors: OUT_OF_SPACE;
 * ENGINE where a thread dies; the abort's reason; those of the parts. A file is there whole or not at all.
 */
export async function writeConverted(
  file: string,
  entries: readonly TensorEntry[],
  planned: readonly PlannedTensor[],
  { signal, progress, threads = poolThreads }: ConvertOptions,
  parts: (workers: WeightThreads) => Iterable<() => Promise<Part>>,
): Promise<void> {
  const total = entries.reduce((sum, { length }) => sum + length, 0);
  const workers = createWeightThreads(threads);
  let done = 0;
  try {
    await writeAtomically(file, async (handle) => {
      await handle.writeFile(safetensorsHeader(planned));
      // Each thread has four pieces to go on with while this one waits for the disk.
      for await (const { taken, bytes } of inOrder(parts(workers), 4 * threads)) {
        signal.throwIfAborted();
        await handle.writeFile(bytes);
        progress((done += taken), total);
      }
    });
  } finally {
    await workers.dispose();
  }
}
