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

/** Bytes at which regions of the shared arena end; null while there is none. */
let shared: number | null = null;

/**
 * Has sessions on CUDA that are made from now on take their memory from one arena, so that what one has given back serves
 * the others. Its regions double up to `region` bytes; the first call decides. Returns the bytes that were decided.
 */
export function shareCudaArena(region: number | undefined): number | null {
  if (shared !== null || region === undefined) return shared;
  const settings = { max_power_of_two_extend_bytes: region, max_dead_bytes_per_chunk: mostWaste };
  const [keys, sizes] = [Object.keys(settings), BigUint64Array.from(Object.values(settings), BigInt)];
  const arena = made('CreateArenaCfgV2', keys, koffi.address(sizes), keys.length);
  const env = environment();
  call('CreateAndRegisterAllocatorV2', env, 'CUDAExecutionProvider', place('Cuda'), arena, [], [], 0);
  call('ReleaseArenaCfg', arena);
  return (shared = region);
}
