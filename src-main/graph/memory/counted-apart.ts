import type { Value } from '../value.ts';
import type { Arena, Chunk } from './arena.ts';

/** An arena that also tells how many of the bytes in use at its peak were for certain values. */
export interface CountingArena extends Arena {
  readonly apartAtPeak: number;
}

/** Counts what is asked of an arena for values that `isApart` names. */
export function countedApart(arena: Arena, isApart: (value: Value) => boolean): CountingArena {
  const apart = new Set<Chunk>();
  let [used, atPeak] = [0, 0];
  return {
    get held() {
      return arena.held;
    },
    get used() {
      return arena.used;
    },
    get peak() {
      return arena.peak;
    },
    get apartAtPeak() {
      return atPeak;
    },
    allocate(bytes, value) {
      const before = arena.peak;
      const chunk = arena.allocate(bytes, value);
      if (value && isApart(value)) {
        apart.add(chunk);
        used += chunk.size;
      }
      if (arena.peak > before) atPeak = used;
      return chunk;
    },
    ran: (node) => arena.ran?.(node),
    free(chunk) {
      if (apart.delete(chunk)) used -= chunk.size;
      arena.free(chunk);
    },
  };
}
