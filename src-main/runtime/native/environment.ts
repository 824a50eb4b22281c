import koffi from 'koffi';
import { call, made, type Handle } from './api.ts';
import { place } from './value.ts';

let known: Handle = null;

/** ONNX Runtime's state in this process, whichever binding asked first; it is to be there before anything else. */
export function environment(): Handle {
  return (known ??= made('CreateEnv', 3, 'quartet'));
}

/** A chunk of the arena that is larger than asked for is cut unless less than this would be left: ONNX Runtime's own 128 MiB waste gigabytes. */
export const mostWaste = 2 ** 20;

let shared = false;

/** Has all sessions on CUDA take their memory from one arena, so that what one has given back serves the others. */
export function shareCudaArena(): void {
  if (shared) return;
  const sizes = BigUint64Array.of(BigInt(mostWaste));
  const arena = made('CreateArenaCfgV2', ['max_dead_bytes_per_chunk'], koffi.address(sizes), 1);
  const env = environment();
  call('CreateAndRegisterAllocatorV2', env, 'CUDAExecutionProvider', place('Cuda'), arena, [], [], 0);
  call('ReleaseArenaCfg', arena);
  shared = true;
}
