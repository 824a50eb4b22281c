import koffi from 'koffi';
import { runFault } from '../faults.ts';
import type { Provider } from '../providers.ts';
import type { Feeds, Tensor } from '../tensor.ts';
import type { Transfer } from '../transfer.ts';
import { made } from './api.ts';
import { cudaRuntime } from './cuda-runtime.ts';
import { NativeTensor, readValue, valueOver } from './value.ts';

/** Bytes that a tensor's place in a region is a multiple of, as cudaMalloc's own are. */
const alignment = 256;

/** Moves f32 vectors; on CUDA those that go up together lie in one region of memory of their own. */
export function nativeTransfer(provider: Provider): Transfer {
  return {
    toDevice: (tensors) => attempt(provider, () => (provider === 'cuda' ? onCuda(tensors) : onHost(tensors))),
    toHost: (held) =>
      attempt(provider, () =>
        Object.fromEntries(
          Object.entries(held).map(([name, tensor]) => [name, read(provider, tensor as NativeTensor)]),
        ),
      ),
    dispose: () => Promise.resolve(),
  };
}

/** What goes wrong with memory on a device is told as that of a run is. */
async function attempt<T>(provider: Provider, move: () => T): Promise<T> {
  try {
    return await Promise.resolve(move());
  } catch (cause) {
    throw runFault(cause, provider);
  }
}

function onCuda(tensors: Feeds): Record<string, NativeTensor> {
  const { allocate, copy, free } = cudaRuntime();
  const entries = Object.entries(tensors);
  const sizes = entries.map(([, { data }]) => Math.ceil(data.byteLength / alignment) * alignment);
  const region = allocate(sizes.reduce((sum, size) => sum + size, 0));
  let left = entries.length;
  let at = region!;
  return Object.fromEntries(
    entries.map(([name, tensor], i) => {
      const memory = at;
      at += BigInt(sizes[i]!);
      copy(memory, koffi.address(tensor.data), tensor.data.byteLength);
      const value = valueOver('f32', tensor, { place: 'Cuda', memory });
      return [name, new NativeTensor(value, () => --left === 0 && free(region))];
    }),
  );
}

/** Copies, which live as long as what lies over them. */
function onHost(tensors: Feeds): Record<string, NativeTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => {
      const copy: Tensor = { data: data.slice(), shape };
      return [name, new NativeTensor(valueOver('f32', copy), () => copy)];
    }),
  );
}

function read(provider: Provider, { handle, shape }: NativeTensor): Tensor {
  if (provider !== 'cuda') return readValue('f32', handle);
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  cudaRuntime().copy(koffi.address(data), made('GetTensorMutableData', handle), data.byteLength);
  return { data, shape };
}
