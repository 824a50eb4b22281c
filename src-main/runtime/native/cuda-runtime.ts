import { readFileSync } from 'node:fs';
import koffi from 'koffi';
import { QuartetError } from '../../common/errors.ts';
import type { Handle } from './api.ts';

/** CUDA's own functions for memory, of the library that ONNX Runtime's provider has loaded. Errors: ENGINE, in the provider's form. */
export interface CudaRuntime {
  allocate(bytes: number): Handle;
  free(memory: Handle): void;
  /** Between host and device, in either direction; done when it returns. */
  copy(to: Handle, from: Handle, bytes: number): void;
}

/** `cudaMemcpyDefault`: the addresses tell the direction. */
const byAddress = 4;

let loaded: CudaRuntime | null = null;

/** To be asked for once a session with the provider has been made. */
export function cudaRuntime(): CudaRuntime {
  return (loaded ??= load());
}

function load(): CudaRuntime {
  const [file] = /\/\S.*\/libcudart\.so\S*/.exec(readFileSync('/proc/self/maps', 'utf8')) ?? [];
  if (file === undefined)
    throw new QuartetError('INTERNAL', 'CUDA memory was asked for before a session on CUDA was made');
  const library = koffi.load(file);
  const malloc = library.func('int cudaMalloc(_Out_ void **memory, size_t bytes)');
  const free = library.func('int cudaFree(void *memory)');
  const memcpy = library.func('int cudaMemcpy(void *to, void *from, size_t bytes, int kind)');
  const check = (error: unknown, what: string): void => {
    // As ONNX Runtime writes it, so that what it means is read off it alike.
    if (error !== 0) throw new Error(`CUDA failure ${String(error)} ; ${what}`);
  };
  return {
    allocate(bytes) {
      const memory: [Handle] = [null];
      check(malloc(memory, bytes), `cudaMalloc of ${bytes} bytes`);
      return memory[0];
    },
    free: (memory) => check(free(memory), 'cudaFree'),
    copy: (to, from, bytes) => check(memcpy(to, from, bytes, byAddress), 'cudaMemcpy'),
  };
}
