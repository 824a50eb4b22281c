import { writeAtomically } from '../common/atomic-file.ts';
import { inOrder } from '../common/in-order.ts';
import { rawBytes } from '../common/raw-bytes.ts';
import { poolThreads } from '../common/thread-pool.ts';
import { keptCopy, plannedCopy, type CopyOptions } from './kept-copy.ts';
import { nf4Layout, type Quantization } from './nf4-layout.ts';
import { createNf4Threads, type Nf4Threads } from './nf4-threads.ts';
import { piecesOf, readBytesOf, type TensorEntry } from './safetensors.ts';
import { safetensorsHeader } from './safetensors-write.ts';
import type { Snapshot } from './snapshot.ts';

/** Bytes of a weight file that are worked on at a time; blocks of 64 fit into it whatever the type. */
const pieceBytes = 2 ** 22;

export interface Nf4Options extends CopyOptions, Quantization {
  /** Threads that quantise, if not as many as the machine bears; the file does not depend on it. */
  readonly threads?: number;
}

/**
 * The snapshot with its matrices in NF4, as `nf4Layout` says: one file, made once and named by what it was made from.
 * Errors: OUT_OF_SPACE; ENGINE where a thread dies; the abort's reason. A file is there whole or not at all.
 */
export async function nf4Snapshot(snapshot: Snapshot, options: Nf4Options): Promise<Snapshot> {
  const kind = options.double ? 'nf4-double-quant' : 'nf4';
  return keptCopy(snapshot, kind, options.folder, (entries, file) => convert(entries, file, options));
}

/** The same snapshot without a file: where each tensor would lie. */
export function plannedNf4(snapshot: Snapshot, quantization: Quantization): Snapshot {
  return plannedCopy(snapshot, nf4Layout([...snapshot.tensors.values()], quantization));
}

async function convert(entries: readonly TensorEntry[], file: string, options: Nf4Options): Promise<void> {
  const { signal, progress, threads = poolThreads } = options;
  const total = entries.reduce((sum, { length }) => sum + length, 0);
  const workers = createNf4Threads(threads);
  let done = 0;
  try {
    await writeAtomically(file, async (handle) => {
      await handle.writeFile(safetensorsHeader(nf4Layout(entries, options)));
      // Each thread has four pieces to go on with while this one waits for the disk; what waits here is codes.
      for await (const { taken, bytes } of inOrder(parts(entries, options, workers), 4 * threads)) {
        signal.throwIfAborted();
        await handle.writeFile(bytes);
        progress((done += taken), total);
      }
    });
  } finally {
    await workers.dispose();
  }
}

/** Bytes of the copy, and how many bytes of the snapshot they stand for. */
interface Part {
  readonly taken: number;
  readonly bytes: Uint8Array;
}

/** Makes the copy's bytes behind the header, in their order. */
function* parts(
  entries: readonly TensorEntry[],
  { matrices, double }: Quantization,
  workers: Nf4Threads,
): Generator<() => Promise<Part>> {
  for (const entry of entries) {
    const pieces = piecesOf(entry, pieceBytes);
    if (matrices.has(entry.name)) yield* matrixParts(pieces, double, workers);
    else
      for (const piece of pieces)
        yield async () => ({ taken: piece.length, bytes: await readBytesOf(piece) });
  }
}

function* matrixParts(
  pieces: readonly TensorEntry[],
  double: boolean,
  workers: Nf4Threads,
): Generator<() => Promise<Part>> {
  const magnitudes: Promise<Float32Array>[] = [];
  for (const piece of pieces)
    yield async () => {
      const packed = workers.quantize(piece);
      const absmax = packed.then((each) => each.absmax);
      // A failure is thrown below.
      absmax.catch(() => undefined);
      magnitudes.push(absmax);
      return { taken: piece.length, bytes: (await packed).codes };
    };
  yield async () => ({
    taken: 0,
    bytes: await scales(joined(await Promise.all(magnitudes)), double, workers),
  });
}

/** The bytes behind a matrix's codes. */
async function scales(
  magnitudes: Float32Array<ArrayBuffer>,
  double: boolean,
  workers: Nf4Threads,
): Promise<Uint8Array> {
  if (!double) return rawBytes(magnitudes);
  const { codes, absmax, offset } = await workers.nest(magnitudes);
  return Buffer.concat([codes, rawBytes(absmax), rawBytes(Float32Array.of(offset))]);
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
