import type { Node, Value } from '../value.ts';

/** A stretch of memory that is in use. */
export interface Chunk {
  readonly size: number;
}

/** Bytes that hold no data, as ONNX Runtime would manage them on one device. */
export interface Arena {
  /** `value` is what they are for, which decides nothing. */
  allocate(bytes: number, value?: Value): Chunk;
  free(chunk: Chunk): void;
  /** Told of each node that ran, where that matters. */
  ran?(node: Node): void;
  /** Most bytes that the device gave. */
  readonly held: number;
  /** Bytes of chunks in use, now and at most. */
  readonly used: number;
  readonly peak: number;
}

/** A stretch of a region. */
interface Stretch extends Chunk {
  readonly address: number;
  size: number;
  used: boolean;
  previous: Stretch | null;
  next: Stretch | null;
}

const granule = 256;
const firstRegion = 2 ** 20;
/** Regions double up to this; only a larger request makes a larger one. */
const largestStep = 2 ** 30;
/** A chunk that is larger than asked for is given whole, unless this much (where an arena is not told otherwise) or half of it would be left. */
const usualWaste = 128 * 2 ** 20;
/** Regions lie apart, so that none has a neighbour. */
const regionDistance = 2 ** 42;

/**
 * ONNX Runtime's best-fit arena with coalescing, in numbers only: the smallest free chunk that fits (of equal ones the
 * lowest), split where much would be wasted, merged with free neighbours when it is given back.
 */
export function createArena(mostWaste = usualWaste): Arena {
  const free = createFreeList();
  let nextRegion = firstRegion;
  let regions = 0;
  let [held, used, peak] = [0, 0, 0];
  const extend = (bytes: number): Stretch => {
    const size = doubled(nextRegion, bytes);
    // A region that the request made larger does not count as a step of growth.
    nextRegion = bytes > nextRegion ? size : Math.min(2 * nextRegion, largestStep);
    held += size;
    return { address: regions++ * regionDistance, size, used: false, previous: null, next: null };
  };
  return {
    get held() {
      return held;
    },
    get used() {
      return used;
    },
    get peak() {
      return peak;
    },
    allocate(bytes) {
      const wanted = Math.max(1, Math.ceil(bytes / granule)) * granule;
      const chunk = free.take(wanted) ?? extend(wanted);
      if (chunk.size >= 2 * wanted || chunk.size - wanted >= mostWaste) free.put(split(chunk, wanted));
      chunk.used = true;
      used += chunk.size;
      peak = Math.max(peak, used);
      return chunk;
    },
    free(chunk: Stretch) {
      chunk.used = false;
      used -= chunk.size;
      if (chunk.next && !chunk.next.used) merge(chunk, free.remove(chunk.next));
      const { previous } = chunk;
      if (!previous || previous.used) return free.put(chunk);
      merge(free.remove(previous), chunk);
      free.put(previous);
    },
  };
}

function doubled(size: number, until: number): number {
  return size >= until ? size : doubled(2 * size, until);
}

/** Cuts a chunk down to `size` and returns what is left behind it. */
function split(chunk: Stretch, size: number): Stretch {
  const { address, next } = chunk;
  const rest = { address: address + size, size: chunk.size - size, used: false, previous: chunk, next };
  if (next) next.previous = rest;
  chunk.next = rest;
  chunk.size = size;
  return rest;
}

function merge(chunk: Stretch, behind: Stretch): void {
  chunk.size += behind.size;
  chunk.next = behind.next;
  if (behind.next) behind.next.previous = chunk;
}

/** Free chunks by size, then address. */
function createFreeList() {
  const chunks: Stretch[] = [];
  const place = (size: number, address: number): number => {
    let [low, high] = [0, chunks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = chunks[middle]!;
      if (chunk.size < size || (chunk.size === size && chunk.address < address)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    put: (chunk: Stretch): void => void chunks.splice(place(chunk.size, chunk.address), 0, chunk),
    remove: (chunk: Stretch): Stretch => chunks.splice(place(chunk.size, chunk.address), 1)[0]!,
    /** The smallest of at least `size`. */
    take: (size: number): Stretch | undefined => chunks.splice(place(size, -1), 1)[0],
  };
}
