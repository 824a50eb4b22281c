import { nestedBlock, nf4Block } from '../common/nf4.ts';
import type { PlannedTensor } from './kept-copy.ts';
import type { TensorEntry } from './safetensors.ts';

/** What of a snapshot is quantised, and how far. */
export interface Quantization {
  /** Names of the matrices to quantise; every other tensor is kept as it is. */
  readonly matrices: ReadonlySet<string>;
  /** Quantise the blocks' magnitudes too. */
  readonly double: boolean;
}

/** The tensors of a copy in NF4, in the order of its bytes: beside a matrix W lie, under bitsandbytes' names, `W.absmax`, and with double quantisation `W.nested_absmax` and `W.nested_offset`. */
export function nf4Layout(
  entries: readonly TensorEntry[],
  { matrices, double }: Quantization,
): PlannedTensor[] {
  return entries.flatMap((entry) =>
    matrices.has(entry.name) ? packedParts(entry, double) : [asItIs(entry)],
  );
}

function asItIs({ name, dtype, shape, length }: TensorEntry): PlannedTensor {
  return { name, dtype, shape, byteLength: length };
}

/** What stands for a matrix. */
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
