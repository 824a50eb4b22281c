import { rawBytes } from '../common/raw-bytes.ts';
import { keptCopy, plannedCopy } from './kept-copy.ts';
import { nf4Layout, type Quantization } from './nf4-layout.ts';
import { piecesOf, readBytesOf, type TensorEntry } from './safetensors.ts';
import type { Snapshot } from './snapshot.ts';
import type { WeightThreads } from './weight-threads.ts';
import { pieceBytes, writeConverted, type ConvertOptions, type Part } from './write-converted.ts';

export interface Nf4Options extends ConvertOptions, Quantization {}

/**
 * The snapshot with its matrices in NF4, as `nf4Layout` says: one file, made once and named by what it was made from.
 * Errors: those of `writeConverted`.
 */
export async function nf4Snapshot(snapshot: Snapshot, options: Nf4Options): Promise<Snapshot> {
  const kind = options.double ? 'nf4-double-quant' : 'nf4';
  return keptCopy(snapshot, kind, options.folder, (entries, file) =>
    writeConverted(file, entries, nf4Layout(entries, options), options, (workers) =>
      parts(entries, options, workers),
    ),
  );
}

/** The same snapshot without a file: where each tensor would lie. */
export function plannedNf4(snapshot: Snapshot, quantization: Quantization): Snapshot {
  return plannedCopy(snapshot, nf4Layout([...snapshot.tensors.values()], quantization));
}

/** Makes the copy's bytes behind the header, in their order. */
function* parts(
  entries: readonly TensorEntry[],
  { matrices, double }: Quantization,
  workers: WeightThreads,
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
  workers: WeightThreads,
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
  workers: WeightThreads,
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
