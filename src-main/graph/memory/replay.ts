import { evaluate } from '../shape.ts';
import type { Value } from '../value.ts';
import type { Arena, Chunk } from './arena.ts';
import { bytesEach } from './buffers.ts';
import type { Schedule, ScheduledNode } from './schedule.ts';

/** Bytes of a value under bound sizes. */
export function bytesOf({ dtype, shape }: Value, sizes: ReadonlyMap<string, number>): number {
  return shape.reduce<number>((total, dim) => total * evaluate(dim, sizes), bytesEach[dtype]);
}

export interface Run {
  readonly arena: Arena;
  readonly sizes: ReadonlyMap<string, number>;
  /** Whether an input is copied into the arena, as those are that a GPU is fed from the host. */
  copies(input: Value): boolean;
  /** Values that are written to memory outside of the arena. */
  readonly outside?: ReadonlySet<Value>;
}

/** Goes through one run of a graph, asking the arena for what the run would ask for; afterwards nothing is in use. */
export function replay(schedule: Schedule, run: Run): void {
  release(run.arena, replayHolding(schedule, run));
}

/** The same for a run whose results stay: their chunks, in the order of the graph's outputs. */
export function replayHolding(schedule: Schedule, { copies, ...place }: Run): (Chunk | null)[] {
  const inputs = schedule.graph.inputs.filter((input) => input.source.kind === 'input' && copies(input));
  const fed = inputs.map((input) => allocate(input, place));
  const results = runGraph(schedule, place);
  release(place.arena, fed);
  return results;
}

type Place = Omit<Run, 'copies'>;

/** Nothing is asked for where a tensor is empty. */
function allocate(value: Value, { arena, sizes, outside }: Place): Chunk | null {
  const bytes = bytesOf(value, sizes);
  return bytes === 0 || outside?.has(value) ? null : arena.allocate(bytes, value);
}

/** Runs the nodes and returns the buffers that are handed out. */
function runGraph(schedule: Schedule, place: Place): (Chunk | null)[] {
  const chunks = new Map<Value, Chunk | null>();
  for (const step of schedule.nodes) {
    if (step.body) runBranch(step, step.body, place, chunks);
    else for (const value of step.makes) chunks.set(value, allocate(value, place));
    if (!step.body) place.arena.ran?.(step.node);
    for (const value of step.frees) {
      const chunk = chunks.get(value);
      if (chunk) place.arena.free(chunk);
      chunks.delete(value);
    }
  }
  return schedule.results.map((value, i) =>
    value ? (chunks.get(value) ?? null) : allocate(schedule.graph.outputs[i]!.value, place),
  );
}

/** The branch of an If that is taken hands out what the If does. */
function runBranch(
  { node }: ScheduledNode,
  body: Schedule,
  place: Place,
  chunks: Map<Value, Chunk | null>,
): void {
  const results = runGraph(body, place);
  node.outputs.forEach((value, i) => chunks.set(value, results[i] ?? null));
}

function release(arena: Arena, chunks: readonly (Chunk | null)[]): void {
  for (const chunk of chunks) if (chunk) arena.free(chunk);
}

/** Bytes that lie in memory for good, each constant once, whichever graph inside reads it. */
export function constantBytes(schedule: Schedule, sizes: ReadonlyMap<string, number>): number {
  return constantsOf(schedule).reduce((sum, value) => sum + bytesOf(value, sizes), 0);
}

/** What lies in memory for good, of the graph and the bodies in it. */
export function constantsOf({ constants, nodes }: Schedule): Value[] {
  const inside = nodes.flatMap(({ body }) => (body ? constantsOf(body) : []));
  return [...new Set([...constants, ...inside])];
}
