import { createThreadPool, threadFile } from '../common/thread-pool.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { Nested, Packed } from './nf4.ts';
import type { Nf4Request } from './nf4-worker.ts';
import type { TensorEntry } from './safetensors.ts';

/** Quantises on other cores. */
export interface Nf4Threads {
  /** Reads a tensor, or a piece of one that begins with a block, and quantises it. Errors: those of `readTensor`; ENGINE. */
  quantize(numbers: TensorEntry): Promise<Packed>;
  /** Quantises the magnitudes of a whole matrix, whose buffer moves to a thread. */
  nest(magnitudes: Float32Array<ArrayBuffer>): Promise<Nested>;
  /** Ends the threads, in mid-work too; what is still asked for is CANCELLED. */
  dispose(): Promise<void>;
}

/** As many threads as are given; each holds two pieces at a time. */
export function createNf4Threads(threads: number): Nf4Threads {
  const pool = createThreadPool<Nf4Request, Packed | Nested>({
    file: threadFile(import.meta.dirname, 'nf4-worker'),
    threads,
    ended: (reason) => hostMessage('nf4-thread-ended', { reason }),
    closed: () => hostMessage('nf4-threads-closed', {}),
  });
  return {
    quantize: (numbers) => pool.ask({ numbers }),
    // Magnitudes are answered by `Nested` alone.
    nest: (magnitudes) => pool.ask({ magnitudes }, [magnitudes.buffer]) as Promise<Nested>,
    dispose: () => pool.dispose(),
  };
}
