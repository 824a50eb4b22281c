import { evaluate } from '../shape.ts';
import type { Value } from '../value.ts';
import type { Arena, Chunk } from './arena.ts';
import { bytesEach } from './buffers.ts';
import type { Schedule, ScheduledNode } from './schedule.ts';

/** Turns after which a loop's memory repeats itself: the second has what the first carried, the third what the second left. */
const distinctTurns = 3;

/** Bytes of a value under bound sizes. */
export function bytesOf({ dtype, shape }: Value, sizes: ReadonlyMap<string, number>): number {
  return shape.reduce<number>((total, dim) => total * evaluate(dim, sizes), bytesEach[dtype]);
}

export interface Run {
  readonly arena: Arena;
  readonly sizes: ReadonlyMap<string, number>;
  /** Whether an input is copied into the arena, as those are that a GPU is fed from the host. */
  copies(input: Value): boolean;
}

/** Goes through one run of a graph, asking the arena for what the run would ask for; afterwards nothing is in use. */
export function replay(schedule: Schedule, run: Run): void {
  release(run.arena, replayHolding(schedule, run));
}

/** The same for a run whose results stay: their chunks, in the order of the graph's outputs. */
export function replayHolding(schedule: Schedule, { arena, sizes, copies }: Run): (Chunk | null)[] {
  const inputs = schedule.graph.inputs.filter((input) => input.source.kind === 'input' && copies(input));
  const fed = inputs.map((input) => allocate(input, { arena, sizes }));
  const results = runGraph(schedule, { arena, sizes });
  release(arena, fed);
  return results;
}

type Place = Pick<Run, 'arena' | 'sizes'>;

/** Nothing is asked for where a tensor is empty. */
function allocate(value: Value, { arena, sizes }: Place): Chunk | null {
  const bytes = bytesOf(value, sizes);
  return bytes === 0 ? null : arena.allocate(bytes, value);
}

/** Runs the nodes and returns the buffers that are handed out. */
function runGraph(schedule: Schedule, place: Place): (Chunk | null)[] {
  const chunks = new Map<Value, Chunk | null>();
  for (const step of schedule.nodes) {
    if (step.body && step.node.op === 'Loop') runLoop(step, step.body, place, chunks);
    else if (step.body) runBranch(step, step.body, place, chunks);
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

/**
 * A Loop holds what its turn was given until the turn has made what it hands on; at the end it copies the last turn's
 * values into outputs of its own.
 */
function runLoop(
  { node, makes }: ScheduledNode,
  body: Schedule,
  place: Place,
  chunks: Map<Value, Chunk | null>,
): void {
  const { arena, sizes } = place;
  // Its condition is the first output; carried values follow, then those that are stacked.
  const carriedCount = node.inputs.length - 2;
  const [count] = node.outputs.at(-1)!.shape;
  const turns = Math.min(evaluate(count!, sizes), distinctTurns);
  let [given, made]: (Chunk | null)[][] = [[], []];
  const stacked: (Chunk | null)[] = [];
  for (let turn = 0; turn < turns; turn++) {
    release(arena, given!);
    const [condition, ...results] = runGraph(body, place);
    release(arena, [condition ?? null]);
    stacked.push(...results.slice(carriedCount));
    given = made;
    made = results.slice(0, carriedCount);
  }
  for (const value of makes) chunks.set(value, allocate(value, place));
  release(arena, [...given!, ...made!, ...stacked]);
}

function release(arena: Arena, chunks: readonly (Chunk | null)[]): void {
  for (const chunk of chunks) if (chunk) arena.free(chunk);
}

/** Bytes that lie in memory for good, each constant once, whichever graph inside reads it. */
export function constantBytes(schedule: Schedule, sizes: ReadonlyMap<string, number>): number {
  return [...allConstants(schedule)].reduce((sum, value) => sum + bytesOf(value, sizes), 0);
}

function allConstants({ constants, nodes }: Schedule): Set<Value> {
  const inside = nodes.flatMap(({ body }) => (body ? [...allConstants(body)] : []));
  return new Set([...constants, ...inside]);
}
