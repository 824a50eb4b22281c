/** Seconds that a run should take: progress arrives at least every ten, and a stop waits for the run that is on its way. */
const [shortest, longest] = [5, 8];
/** Share of a run that may go into moving the state to the device and back, where the longest run allows it. */
const movingShare = 0.05;
/** A run has at most this many times the turns of the last: what comes next may be larger than what was measured. */
const growth = 4;

/** Decides how many turns of a loop a run gets, by how long earlier ones took. */
export interface Pace {
  /** Turns for the next run; one at first, which also warms up. */
  readonly perRun: number;
  record(turns: number, seconds: number): void;
}

/** `moving` gives the seconds of a run that do not depend on its turns, as far as they are known. */
export function createPace(moving: () => number): Pace {
  let last = 1;
  let perTurn: number[] = [];
  return {
    get perRun() {
      if (perTurn.length === 0) return 1;
      const aim = Math.min(longest, Math.max(shortest, moving() / movingShare));
      const fitting = (aim - moving()) / Math.max(...perTurn);
      return Math.max(1, Math.floor(Math.min(growth * last, fitting)));
    },
    record(turns, seconds) {
      last = turns;
      // The slower of two, so that one run of small pictures does not make the next too long.
      perTurn = [...perTurn.slice(-1), Math.max(seconds - moving(), 1e-6) / turns];
    },
  };
}
