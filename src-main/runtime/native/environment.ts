import koffi from 'koffi';
import { call, made, type Handle } from './api.ts';
import { place } from './value.ts';

let known: Handle = null;

/** ONNX Runtime's state in this process, whichever binding asked first; it is to be there before anything else. */
export function environment(): Handle {
  return (known ??= made('CreateEnv', 3, 'quartet'));
}

/** Regions of the arena double up to this: weights lie side by side in them, and little is left over at their end. */
export const largestRegion = 256 * 2 ** 20;

let shared = false;

/** Has all sessions on CUDA take their memory from one arena, so that what one has given back serves the others. */
export function shareCudaArena(): void {
  if (shared) return;
  const sizes = BigUint64Array.of(BigInt(largestRegion));
  const arena = made('CreateArenaCfgV2', ['max_power_of_two_extend_bytes'], koffi.address(sizes), 1);
  const env = environment();
  call('CreateAndRegisterAllocatorV2', env, 'CUDAExecutionProvider', place('Cuda'), arena, [], [], 0);
  call('ReleaseArenaCfg', arena);
  shared = true;
}
