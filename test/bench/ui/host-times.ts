import { performance } from 'node:perf_hooks';
import { median, startTable } from '../table.ts';
import { cpuMs } from './cpu.ts';
import { questionsOf } from './questions.ts';
import type { ServedWorkbench } from './workbench.ts';

/** How long an answer may take, from the call until it is read (ms). */
const budget = 150;

/** Prints how long the host takes to answer what windows ask, over the WebSocket that windows use. */
export async function measureHost({ client, pid }: ServedWorkbench, rounds: number): Promise<void> {
  const row = startTable([
    'asked of the host          ',
    'median ms',
    'max ms',
    'CPU ms',
    'budget ms',
    'within',
  ]);
  for (const { name, ask } of await questionsOf(client)) {
    // The first reads the challenge or pages of the file; a window has done so before anyone looks.
    const first = await elapsed(ask);
    const times: number[] = [];
    const before = cpuMs([pid]);
    for (let i = 0; i < rounds; i++) times.push(await elapsed(ask));
    const cpu = (cpuMs([pid]) - before) / rounds;
    const [usual, worst] = [median(times), Math.max(...times)];
    row([
      `${name} (first ${first.toFixed(0)})`,
      usual.toFixed(0),
      worst.toFixed(0),
      cpu.toFixed(0),
      String(budget),
      usual <= budget ? 'yes' : 'NO',
    ]);
  }
}

async function elapsed(doing: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await doing();
  return performance.now() - began;
}
