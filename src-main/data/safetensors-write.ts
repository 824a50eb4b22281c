import { writeAtomically } from '../common/atomic-file.ts';
import { QuartetError } from '../common/errors.ts';
import { rawBytes } from '../common/raw-bytes.ts';
import type { Dtype } from './safetensors.ts';

/** A tensor to store: f32, row-major, as many elements as its shape's product. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Writes an F32 safetensors file atomically, tensors sorted by name, as PEFT writes adapters; a full disk is OUT_OF_SPACE. */
export async function writeSafetensors(
  file: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  const sorted = tensors.toSorted((x, y) => (x.name < y.name ? -1 : 1));
  check(file, sorted);
  const header = safetensorsHeader(
    sorted.map(({ name, shape, data }) => ({ name, shape, dtype: 'F32', byteLength: data.byteLength })),
    metadata,
  );
  await writeAtomically(file, async (handle) => {
    await handle.writeFile(header);
    for (const { data } of sorted) await handle.writeFile(rawBytes(data));
  });
}

/** A header for tensors that follow it one after another. */
export function safetensorsHeader(
  tensors: readonly {
    readonly name: string;
    readonly dtype: Dtype;
    readonly shape: readonly number[];
    readonly byteLength: number;
  }[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Buffer {
  const fields: [string, unknown][] = [['__metadata__', metadata]];
  let end = 0;
  for (const { name, dtype, shape, byteLength } of tensors) {
    fields.push([name, { dtype, shape, data_offsets: [end, end + byteLength] }]);
    end += byteLength;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(fields)));
  const padded = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  padded.writeBigUInt64LE(BigInt(padded.length - 8));
  json.copy(padded, 8);
  return padded;
}

/** Sizes that belong together, and no name given twice. */
function check(file: string, tensors: readonly TensorToWrite[]): void {
  for (const [index, { name, shape, data }] of tensors.entries()) {
    const size = shape.reduce((product, length) => product * length, 1);
    if (size !== data.length)
      throw new QuartetError(
        'INTERNAL',
        `${file}: tensor ${name} has ${data.length} values for shape [${shape.join(', ')}].`,
      );
    if (tensors[index - 1]?.name === name)
      throw new QuartetError('INTERNAL', `${file}: tensor ${name} is given twice.`);
  }
}
