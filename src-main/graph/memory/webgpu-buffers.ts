import type { Arena, Chunk } from './arena.ts';
import { isView } from './buffers.ts';

/** Sizes of buffers that are kept for reuse, and how many of each at most. */
const kept: readonly (readonly [bytes: number, count: number])[] = [
  [64, 250],
  [128, 200],
  [256, 200],
  [512, 200],
  [2048, 230],
  [4096, 200],
  [8192, 50],
  [16384, 50],
  [32768, 50],
  [65536, 50],
  [131072, 50],
  [262144, 50],
  [524288, 50],
  [1048576, 50],
  [2097152, 30],
  [4194304, 20],
  [8388608, 10],
  [12582912, 10],
  [16777216, 10],
  [26214400, 15],
  [33554432, 22],
  [44236800, 2],
  [58982400, 6],
  [67108864, 6],
  [134217728, 6],
  [167772160, 6],
];

/** Buffers of other sizes are whole multiples of this. */
const granule = 16;

/** Computations that are sent to the device at a time. */
const batchOfCommands = 16;

/** A WebGPU device's memory. What is given back serves again, or goes, only when commands are sent to the device. */
export interface WebGpuBuffers extends Arena {
  /** Sends what was not sent yet, as the end of a run does. */
  flush(): void;
}

/**
 * The buffers of ONNX Runtime's WebGPU provider, in numbers only (its `buffer_manager.cc`): a request gets a whole
 * buffer of the next size in a list; of each size some are kept for reuse.
 */
export function createWebGpuBuffers(): WebGpuBuffers {
  const spare = new Map(kept.map(([bytes]) => [bytes, [] as Chunk[]]));
  const most = new Map(kept);
  let pending: Chunk[] = [];
  let [held, mostHeld, used, peak] = [0, 0, 0, 0];
  let unsent = 0;
  const flush = (): void => {
    for (const chunk of pending) {
      const alike = spare.get(chunk.size);
      if (alike && alike.length < most.get(chunk.size)!) alike.push(chunk);
      else held -= chunk.size;
    }
    [pending, unsent] = [[], 0];
  };
  return {
    get held() {
      return mostHeld;
    },
    get used() {
      return used;
    },
    get peak() {
      return peak;
    },
    allocate(bytes) {
      const size = bufferSize(bytes);
      const again = spare.get(size)?.pop();
      if (!again) held += size;
      mostHeld = Math.max(mostHeld, held);
      used += size;
      peak = Math.max(peak, used);
      return again ?? { size };
    },
    free(chunk) {
      used -= chunk.size;
      pending.push(chunk);
    },
    ran(node) {
      if (!isView(node) && ++unsent === batchOfCommands) flush();
    },
    flush,
  };
}

function bufferSize(bytes: number): number {
  return kept.find(([size]) => size >= bytes)?.[0] ?? Math.ceil(bytes / granule) * granule;
}
