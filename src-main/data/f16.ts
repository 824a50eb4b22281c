import { QuartetError } from '../common/errors.ts';
import { toF16 } from '../common/float16-bits.ts';
import { rawBytes } from '../common/raw-bytes.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { bfloat16ToFloat32 } from './float16.ts';
import type { TensorEntry } from './safetensors.ts';

/**
 * The bytes of a tensor, or of a piece of one, as f16; those of bf16 are changed in place. Errors: UNSUPPORTED where a
 * number exceeds 65504, and for types other than F16, BF16 and F32.
 */
export function f16Bytes({ name, dtype, file }: TensorEntry, bytes: Buffer): Uint8Array {
  if (dtype === 'F16') return bytes;
  if (dtype !== 'F32' && dtype !== 'BF16')
    throw new QuartetError(
      'UNSUPPORTED',
      hostMessage('tensor-unsupported', { file, tensor: name, type: dtype }),
    );
  const { buffer, byteOffset, byteLength } = bytes;
  const halves =
    dtype === 'F32'
      ? toF16(new Float32Array(buffer, byteOffset, byteLength / 4))
      : fromBf16(new Uint16Array(buffer, byteOffset, byteLength / 2));
  if (exceedsF16(halves))
    throw new QuartetError('UNSUPPORTED', hostMessage('weight-beyond-f16', { file, weight: name }));
  return rawBytes(halves);
}

/** The f16 of every bf16. */
let table: Uint16Array | null = null;

// Plain loops with an index: a call for each of 3B's numbers took over a minute, `for … of` half a minute.
function fromBf16(numbers: Uint16Array): Uint16Array {
  const halves = (table ??= toF16(bfloat16ToFloat32(Uint16Array.from({ length: 65536 }, (_, i) => i))));
  for (let i = 0; i < numbers.length; i++) numbers[i] = halves[numbers[i]!]!;
  return numbers;
}

function exceedsF16(halves: Uint16Array): boolean {
  for (let i = 0; i < halves.length; i++) if ((halves[i]! & 0x7c00) === 0x7c00) return true;
  return false;
}
