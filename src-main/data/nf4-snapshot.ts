import { writeAtomically } from '../common/atomic-file.ts';
import { nestedBlock, nf4Block } from '../common/nf4.ts';
import { keptCopy, plannedCopy, type CopyOptions, type PlannedTensor } from './kept-copy.ts';
import { quantizeMagnitudes, quantizeNf4 } from './nf4.ts';
import { floatsOf, readPieces, type TensorEntry } from './safetensors.ts';
import { safetensorsHeader } from './safetensors-write.ts';
import type { Snapshot } from './snapshot.ts';

/** Bytes of a weight file that are held at a time; blocks of 64 fit into it whatever the type. */
const pieceBytes = 2 ** 24;

/** What of a snapshot is quantised, and how far. */
export interface Quantization {
  /** Names of the matrices to quantise; every other tensor is kept as it is. */
  readonly matrices: ReadonlySet<string>;
  /** Quantise the blocks' magnitudes too. */
  readonly double: boolean;
}

export interface Nf4Options extends CopyOptions, Quantization {}

/**
 * The snapshot with its matrices in NF4: one file, made once and named by what it was made from. Beside a
 * matrix W lie, under bitsandbytes' names, `W.absmax`, and with double quantisation `W.nested_absmax` and
 * `W.nested_offset`. Errors: OUT_OF_SPACE; the abort's reason. A file is there whole or not at all.
 */
export async function nf4Snapshot(snapshot: Snapshot, options: Nf4Options): Promise<Snapshot> {
  const kind = options.double ? 'nf4-double-quant' : 'nf4';
  return keptCopy(snapshot, kind, options.folder, (entries, file) => convert(entries, file, options));
}

/** The same snapshot without a file: where each tensor would lie. */
export function plannedNf4(snapshot: Snapshot, quantization: Quantization): Snapshot {
  return plannedCopy(snapshot, partsOf([...snapshot.tensors.values()], quantization));
}

function partsOf(entries: readonly TensorEntry[], { matrices, double }: Quantization): PlannedTensor[] {
  return entries.flatMap((entry) =>
    matrices.has(entry.name) ? packedParts(entry, double) : [asItIs(entry)],
  );
}

async function convert(entries: readonly TensorEntry[], file: string, options: Nf4Options): Promise<void> {
  const { matrices, double, signal, progress } = options;
  const total = entries.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  await writeAtomically(file, async (handle) => {
    await handle.writeFile(safetensorsHeader(partsOf(entries, options)));
    for (const entry of entries) {
      const magnitudes: Float32Array[] = [];
      for await (const bytes of readPieces(entry, pieceBytes)) {
        signal.throwIfAborted();
        if (matrices.has(entry.name)) {
          const { codes, absmax } = quantizeNf4(floatsOf(entry, bytes));
          await handle.writeFile(codes);
          magnitudes.push(absmax);
        } else await handle.writeFile(bytes);
        progress((done += bytes.length), total);
      }
      if (matrices.has(entry.name)) await handle.writeFile(scales(joined(magnitudes), double));
    }
  });
}

function asItIs({ name, dtype, shape, length }: TensorEntry): PlannedTensor {
  return { name, dtype, shape, byteLength: length };
}

/** What stands for a matrix, in the order of its bytes. */
function packedParts({ name, shape }: TensorEntry, double: boolean): PlannedTensor[] {
  const count = shape.reduce((product, size) => product * size, 1);
  const blocks = Math.ceil(count / nf4Block);
  const groups = Math.ceil(blocks / nestedBlock);
  const bytes = (part: string, size: number): PlannedTensor => ({
    name: part,
    dtype: 'U8',
    shape: [size],
    byteLength: size,
  });
  const floats = (part: string, size: number): PlannedTensor => ({
    name: part,
    dtype: 'F32',
    shape: [size],
    byteLength: 4 * size,
  });
  return [
    bytes(name, (blocks * nf4Block) / 2),
    ...(double
      ? [
          bytes(`${name}.absmax`, groups * nestedBlock),
          floats(`${name}.nested_absmax`, groups),
          floats(`${name}.nested_offset`, 1),
        ]
      : [floats(`${name}.absmax`, blocks)]),
  ];
}

/** The bytes behind a matrix's codes. */
function scales(magnitudes: Float32Array, double: boolean): Uint8Array {
  if (!double) return bytesOf(magnitudes);
  const { codes, absmax, offset } = quantizeMagnitudes(magnitudes);
  return Buffer.concat([codes, bytesOf(absmax), bytesOf(Float32Array.of(offset))]);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
