import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { availableParallelism } from 'node:os';
import type { Side, Turn } from './side.ts';

/** Share of the machine that other processes may take during a turn that counts. */
const tolerated = 0.05;

/** How often a turn is made again because others were busy, with a pause before each. */
const attempts = 4;
const pauseMs = 1000;

/** A turn, and the share of the machine's cores that others took meanwhile; null where /proc/stat is missing. */
export interface WatchedTurn extends Turn {
  readonly others: number | null;
}

/** A turn during which the machine was otherwise idle, or after many attempts the one least disturbed. */
export async function quietTurn(side: Side): Promise<WatchedTurn> {
  let best: WatchedTurn | null = null;
  for (let i = 0; i < attempts; i++) {
    const turn = await watchedTurn(side);
    if (best === null || (turn.others ?? 0) < (best.others ?? 0)) best = turn;
    if ((best.others ?? 0) <= tolerated) break;
    await setTimeout(pauseMs);
  }
  return best!;
}

async function watchedTurn(side: Side): Promise<WatchedTurn> {
  const before = busySeconds();
  const began = performance.now();
  const turn = await side.turn();
  const elapsed = (performance.now() - began) / 1000;
  if (before === null) return { ...turn, others: null };
  const others = busySeconds()! - before - turn.cpuSeconds;
  return { ...turn, others: Math.max(0, others / (elapsed * availableParallelism())) };
}

/** Seconds in which cores worked since the machine started, stolen time included (proc_stat(5)). */
function busySeconds(): number | null {
  try {
    const ticks = readFileSync('/proc/stat', 'utf8')
      .split('\n', 1)[0]!
      .trim()
      .split(/\s+/)
      .slice(1, 9)
      .map(Number);
    const [user, nice, system, , , irq, softirq, steal] = ticks;
    return (user! + nice! + system! + irq! + softirq! + steal!) / 100;
  } catch {
    // Only Linux tells; elsewhere turns are taken as they come.
    return null;
  }
}
