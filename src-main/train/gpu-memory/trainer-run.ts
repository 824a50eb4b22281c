import type { Chunk } from '../../graph/memory/arena.ts';
import { replayHolding, type Run } from '../../graph/memory/replay.ts';
import type { Schedule } from '../../graph/memory/schedule.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Value } from '../../graph/value.ts';
import { staysOnDevice } from '../device/graphs.ts';

/** One run of a trainer's session: the chunks of what stays on the device afterwards. */
export function trainerRun(plan: Schedule, place: Omit<Run, 'copies'>): Chunk[] {
  const results = replayHolding(plan, { ...place, copies: ({ name }) => !staysOnDevice(name) });
  const kept: Chunk[] = [];
  plan.graph.outputs.forEach(({ name }, i) => {
    const chunk = results[i];
    if (!chunk) return;
    if (staysOnDevice(name)) kept.push(chunk);
    else place.arena.free(chunk);
  });
  return kept;
}

/** Values of a session that take the place of an input. */
export function replacements({ outputs }: Graph): Value[] {
  return outputs.flatMap(({ name, value }) => (name.startsWith(next) ? [value] : []));
}

/** The inputs that they replace. */
export function replaced({ inputs, outputs }: Graph): Value[] {
  const names = new Set(outputs.map(({ name }) => name));
  return inputs.filter(({ name }) => names.has(`${next}${name}`));
}

const next = 'next:';
