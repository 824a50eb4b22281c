import koffi from 'koffi';
import { bytesEach } from '../../graph/memory/buffers.ts';
import type { DType } from '../../graph/value.ts';
import type { Tensor, TensorData } from '../tensor.ts';
import { unlessLost } from '../faults.ts';
import { call, made, type Handle } from './api.ts';

/** ONNX's numbers for element types. */
const elementTypes: Partial<Record<DType, number>> = { f32: 1, u8: 2, u16: 4, i32: 6, i64: 7, bool: 9 };

const arrays: Partial<Record<DType, new (buffer: ArrayBuffer) => TensorData>> = {
  f32: Float32Array,
  u8: Uint8Array,
  u16: Uint16Array,
  i32: Int32Array,
  i64: BigInt64Array,
  bool: Uint8Array,
};

/** Where tensors lie; made once a process. */
const places = new Map<string, Handle>();

/** `Cpu`, or `Cuda` for the first GPU. */
export function place(name: 'Cpu' | 'Cuda'): Handle {
  const known = places.get(name) ?? made('CreateMemoryInfo', name, 0, 0, 0);
  places.set(name, known);
  return known;
}

/** Memory on a device that holds a tensor. */
interface Located {
  readonly place: 'Cpu' | 'Cuda';
  readonly memory: Handle;
}

/** An OrtValue over the very memory of a host tensor, or over `at`, which must live as long as it. */
export function valueOver(dtype: DType, { data, shape }: Tensor, at?: Located): Handle {
  const sizes = BigInt64Array.from(shape, BigInt);
  const type = elementTypes[dtype];
  if (type === undefined) throw new Error(`${dtype} cannot be fed: cast inside the graph`);
  const { place: where, memory } = at ?? { place: 'Cpu', memory: koffi.address(data) };
  return made(
    'CreateTensorWithDataAsOrtValue',
    place(where),
    memory,
    data.byteLength,
    koffi.address(sizes),
    shape.length,
    type,
  );
}

function shapeOf(value: Handle): number[] {
  const info = made('GetTensorTypeAndShape', value);
  const count: [number] = [0];
  call('GetDimensionsCount', info, count);
  const sizes = new BigInt64Array(Number(count[0]));
  call('GetDimensions', info, koffi.address(sizes), sizes.length);
  call('ReleaseTensorTypeAndShapeInfo', info);
  return Array.from(sizes, Number);
}

/** A copy of a value that lies on the host. */
export function readValue(dtype: DType, value: Handle): Tensor {
  const shape = shapeOf(value);
  const Data = arrays[dtype]!;
  const bytes = shape.reduce((product, size) => product * size, bytesEach[dtype]);
  const copy =
    bytes === 0 ? new ArrayBuffer(0) : koffi.view(made('GetTensorMutableData', value), bytes).slice(0);
  return { data: new Data(copy), shape };
}

/** A tensor that stays on the device until it is disposed of. */
export class NativeTensor {
  readonly handle: Handle;
  readonly shape: readonly number[];
  /** Frees the memory under the value, where that is not ONNX Runtime's own. */
  readonly #free: () => unknown;

  constructor(handle: Handle, free: () => unknown = () => undefined) {
    this.handle = handle;
    this.shape = shapeOf(handle);
    this.#free = free;
  }

  dispose(): void {
    unlessLost(() => {
      call('ReleaseValue', this.handle);
      this.#free();
    });
  }
}
