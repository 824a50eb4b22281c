/** A hybrid logical clock's reading: milliseconds since 1970, and a count of what came after at the same reading. */
export interface ClockReading {
  readonly wall: number;
  readonly counter: number;
}

/**
 * The reading of a new edit, later than all that were seen: hybrid logical clocks of Kulkarni et al. 2014, "Logical
 * Physical Clocks", whose rule for receiving is that `latest` is the greatest of all readings, others' included.
 */
export function nextReading(latest: ClockReading, now: number): ClockReading {
  return now > latest.wall ? { wall: now, counter: 0 } : { wall: latest.wall, counter: latest.counter + 1 };
}

/** From how far a clock must be ahead of ours to be told. */
const noticeableMs = 2 * 60_000;

/**
 * How many milliseconds the clock that made a reading is ahead of ours; null where it does not show. A counted reading
 * says nothing of its maker's clock: it follows another one.
 */
export function aheadBy({ wall, counter }: ClockReading, now: number): number | null {
  return counter === 0 && wall - now >= noticeableMs ? wall - now : null;
}
