import { open, type FileHandle } from 'node:fs/promises';
import { QuartetError, fromSystemError } from '../common/errors.ts';
import { isJsonObject, type JsonObject } from '../common/json-file.ts';
import { float16ToFloat32, bfloat16ToFloat32 } from './float16.ts';
import { hostMessage, type HostMessage } from '../messages/host-messages.ts';

const bytesPerElement = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
} as const;

/** Element types that a safetensors file may hold, in the format's own spelling. */
export type Dtype = keyof typeof bytesPerElement;

/** Where a tensor lies: `length` bytes from the absolute byte `offset` of `file`, row-major, little-endian. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** What a safetensors file says of itself. */
export interface SafetensorsHeader {
  readonly file: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

// The limit that the reference implementation sets against hostile files.
const headerLimit = 100_000_000;

/** Reads and checks a safetensors header; a truncated file or a wrong offset is INVALID_INPUT and names file and tensor. */
export async function readHeader(file: string): Promise<SafetensorsHeader> {
  return withFile(file, async (handle) => {
    const { size } = await handle.stat();
    if (size < 8) throw damaged(file, hostMessage('safetensors-too-short', { size }));
    const headerLength = Number((await readBytes(handle, file, 0, 8)).readBigUInt64LE());
    if (headerLength > headerLimit) throw damaged(file, hostMessage('safetensors-other-beginning', {}));
    if (8 + headerLength > size)
      throw damaged(file, hostMessage('safetensors-header-cut', { length: headerLength, size }));
    const json = parseHeader((await readBytes(handle, file, 8, headerLength)).toString('utf8'), file);
    const tensors = readEntries(json, file, 8 + headerLength);
    checkLayout([...tensors.values()], file, 8 + headerLength, size);
    return { file, tensors, metadata: readMetadata(json['__metadata__'], file) };
  });
}

/** Reads one tensor, or a piece of one, as f32, whatever of F32, BF16 or F16 it is stored in; other types are UNSUPPORTED, a file cut since its header was read is CONFLICT. */
export async function readTensor(entry: TensorEntry): Promise<Float32Array> {
  return floatsOf(entry, await readBytesOf(entry));
}

/** The bytes of a tensor, or of a piece of one, in a fresh buffer; a file cut since its header was read is CONFLICT. */
export function readBytesOf({ file, offset, length }: TensorEntry): Promise<Buffer> {
  return withFile(file, (handle) => readBytes(handle, file, offset, length));
}

/** A tensor as pieces of `size` bytes (a multiple of 8), the last one shorter; each is a row of numbers. */
export function piecesOf(entry: TensorEntry, size: number): TensorEntry[] {
  return Array.from({ length: Math.ceil(entry.length / size) }, (_, i) => {
    const length = Math.min(size, entry.length - i * size);
    const shape = [length / bytesPerElement[entry.dtype]];
    return { ...entry, shape, offset: entry.offset + i * size, length };
  });
}

/** Bytes of a tensor as f32; a type other than F32, BF16 and F16 is UNSUPPORTED. */
export function floatsOf({ dtype, file, name }: TensorEntry, bytes: Buffer): Float32Array {
  if (dtype !== 'F32' && dtype !== 'BF16' && dtype !== 'F16')
    throw new QuartetError(
      'UNSUPPORTED',
      hostMessage('tensor-unsupported', { file, tensor: name, type: dtype }),
    );
  if (dtype === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return dtype === 'BF16' ? bfloat16ToFloat32(halves) : float16ToFloat32(halves);
}

async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-open', file);
  });
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function readBytes(handle: FileHandle, file: string, offset: number, length: number): Promise<Buffer> {
  // A fresh ArrayBuffer, never one of the Buffer pool, so that float views of it are aligned.
  const bytes = Buffer.from(new ArrayBuffer(length));
  // One read call returns 2 GiB at most.
  const chunk = 2 ** 30;
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(chunk, length - done), offset + done);
    // The header was checked against the file's size, so the file has changed since.
    if (bytesRead === 0) throw new QuartetError('CONFLICT', hostMessage('weights-shorter', { file }));
    done += bytesRead;
  }
  return bytes;
}

function parseHeader(text: string, file: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(file, hostMessage('safetensors-header-no-json', {}), error);
  }
  if (!isJsonObject(value)) throw damaged(file, hostMessage('safetensors-header-no-object', {}));
  return value;
}

function readEntries(json: JsonObject, file: string, dataStart: number): Map<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(json))
    if (name !== '__metadata__') entries.set(name, readEntry(name, value, file, dataStart));
  return entries;
}

function readEntry(name: string, value: unknown, file: string, dataStart: number): TensorEntry {
  const fields = isJsonObject(value) ? value : {};
  const { dtype, shape, data_offsets: offsets } = fields;
  if (!isDtype(dtype))
    throw damaged(
      file,
      hostMessage('tensor-type', { tensor: name, type: JSON.stringify(dtype) ?? 'undefined' }),
    );
  if (!isSizes(shape)) throw damaged(file, hostMessage('tensor-shape', { tensor: name }));
  if (!isSizes(offsets) || offsets.length !== 2)
    throw damaged(file, hostMessage('tensor-offsets', { tensor: name }));
  const [start, end] = offsets as [number, number];
  const length = shape.reduce((product, size) => product * size, bytesPerElement[dtype]);
  if (end - start !== length)
    throw damaged(
      file,
      hostMessage('tensor-length', {
        tensor: name,
        type: dtype,
        shape: shape.join(', '),
        needed: length,
        found: end - start,
      }),
    );
  return { name, dtype, shape, file, offset: dataStart + start, length };
}

function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(bytesPerElement, value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}

function readMetadata(value: unknown, file: string): Record<string, string> {
  if (value === undefined) return {};
  if (!isJsonObject(value) || Object.values(value).some((text) => typeof text !== 'string'))
    throw damaged(file, hostMessage('safetensors-metadata', {}));
  return value as Record<string, string>;
}

/** The format allows neither holes nor overlaps, and the last tensor ends where the file does. */
function checkLayout(entries: TensorEntry[], file: string, dataStart: number, size: number): void {
  entries.sort((x, y) => x.offset - y.offset || x.length - y.length);
  let end = dataStart;
  for (const entry of entries) {
    if (entry.offset < end) throw damaged(file, hostMessage('tensor-overlaps', { tensor: entry.name }));
    if (entry.offset > end) throw damaged(file, hostMessage('tensor-hole', { tensor: entry.name }));
    end = entry.offset + entry.length;
    if (end > size) throw damaged(file, hostMessage('tensor-cut', { tensor: entry.name, end, size }));
  }
  if (end !== size) throw damaged(file, hostMessage('bytes-after-tensors', { bytes: size - end }));
}

function damaged(file: string, reason: HostMessage, cause?: unknown): QuartetError {
  return new QuartetError('INVALID_INPUT', hostMessage('file-damaged', { file, reason }), {
    cause,
  });
}
