import { writeAtomically } from '../common/atomic-file.ts';
import { QuartetError } from '../common/errors.ts';
import { toF16 } from '../common/float16-bits.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { bfloat16ToFloat32 } from './float16.ts';
import { keptCopy, plannedCopy, type CopyOptions, type PlannedTensor } from './kept-copy.ts';
import { piecesOf, readBytesOf, type TensorEntry } from './safetensors.ts';
import { safetensorsHeader } from './safetensors-write.ts';
import type { Snapshot } from './snapshot.ts';

/** Bytes of a weight file that are converted at a time. */
const pieceBytes = 2 ** 25;

/**
 * The snapshot with every weight as F16, for a provider that has no bf16: one file in the cache, converted once and
 * named by what it was made from. Errors: UNSUPPORTED where a weight exceeds 65504, OUT_OF_SPACE.
 */
export async function f16Snapshot(snapshot: Snapshot, options: CopyOptions): Promise<Snapshot> {
  if (isF16(snapshot)) return snapshot;
  return keptCopy(snapshot, 'f16', options.folder, (entries, file) => convert(entries, file, options));
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

async function convert(
  entries: readonly TensorEntry[],
  file: string,
  { signal, progress }: CopyOptions,
): Promise<void> {
  const total = entries.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  await writeAtomically(file, async (handle) => {
    await handle.writeFile(safetensorsHeader(halves(entries)));
    for (const entry of entries)
      for (const piece of piecesOf(entry, pieceBytes)) {
        signal.throwIfAborted();
        const bytes = await readBytesOf(piece);
        await handle.writeFile(halvesOf(entry, bytes));
        progress((done += bytes.byteLength), total);
      }
  });
}

function halvesOf({ name, dtype, file }: TensorEntry, bytes: Buffer): Uint8Array {
  if (dtype === 'F16') return bytes;
  if (dtype !== 'F32' && dtype !== 'BF16')
    throw new QuartetError(
      'UNSUPPORTED',
      hostMessage('tensor-unsupported', { file, tensor: name, type: dtype }),
    );
  const halves =
    dtype === 'F32' ? toF16(new Float32Array(bytes.buffer)) : fromBf16(new Uint16Array(bytes.buffer));
  if (exceedsF16(halves))
    throw new QuartetError('UNSUPPORTED', hostMessage('weight-beyond-f16', { file, weight: name }));
  return new Uint8Array(halves.buffer);
}

/** The f16 of every bf16. */
let table: Uint16Array | null = null;

// Plain loops: a call for each of 3B's numbers took over a minute.
function fromBf16(numbers: Uint16Array): Uint16Array {
  const halves = (table ??= toF16(bfloat16ToFloat32(Uint16Array.from({ length: 65536 }, (_, i) => i))));
  const converted = new Uint16Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) converted[i] = halves[numbers[i]!]!;
  return converted;
}

function exceedsF16(halves: Uint16Array): boolean {
  for (const bits of halves) if ((bits & 0x7c00) === 0x7c00) return true;
  return false;
}
