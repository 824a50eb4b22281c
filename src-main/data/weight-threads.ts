import { createThreadPool, threadFile } from '../common/thread-pool.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { Nested, Packed } from './nf4.ts';
import type { TensorEntry } from './safetensors.ts';
import type { Halves, WeightAnswer, WeightRequest } from './weight-worker.ts';

/** Converts weights on other cores; numbers are a tensor of a file, or a piece of one. Errors: those of `readTensor`; ENGINE. */
export interface WeightThreads {
  /** Reads numbers as the bytes of f16. Errors: UNSUPPORTED beyond 65504. */
  halve(numbers: TensorEntry): Promise<Uint8Array>;
  /** Reads numbers that begin with a block, and quantises them. */
  quantize(numbers: TensorEntry): Promise<Packed>;
  /** Quantises the magnitudes of a whole matrix, whose buffer moves to a thread. */
  nest(magnitudes: Float32Array<ArrayBuffer>): Promise<Nested>;
  /** Ends the threads, in mid-work too; what is still asked for is CANCELLED. */
  dispose(): Promise<void>;
}

/** As many threads as are given; each holds two pieces at a time. */
export function createWeightThreads(threads: number): WeightThreads {
  const pool = createThreadPool<WeightRequest, WeightAnswer>({
    file: threadFile(import.meta.dirname, 'weight-worker'),
    threads,
    ended: (reason) => hostMessage('weight-thread-ended', { reason }),
    closed: () => hostMessage('weight-threads-closed', {}),
  });
  // Each request has its own kind of answer.
  return {
    halve: async (numbers) => ((await pool.ask({ to: 'f16', numbers })) as Halves).halves,
    quantize: (numbers) => pool.ask({ to: 'nf4', numbers }) as Promise<Packed>,
    nest: (magnitudes) => pool.ask({ magnitudes }, [magnitudes.buffer]) as Promise<Nested>,
    dispose: () => pool.dispose(),
  };
}
