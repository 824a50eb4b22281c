import type { Graph } from '../graph.ts';
import { valuesRead } from '../graph.ts';
import type { Node, Value } from '../value.ts';
import { assignBuffers } from './buffers.ts';
import { executionOrder } from './execution-order.ts';

/** What ONNX Runtime does with memory at one node: buffers that it makes, the graph that it runs, buffers that it gives back. */
export interface ScheduledNode {
  readonly node: Node;
  /** Values that get a buffer of their own; others live in that of an input. */
  readonly makes: readonly Value[];
  /** Of an If, what it does where its condition holds. */
  readonly body: Schedule | null;
  readonly frees: readonly Value[];
}

/** A graph as it is executed; what is constant was folded when it was loaded. */
export interface Schedule {
  readonly graph: Graph;
  readonly nodes: readonly ScheduledNode[];
  /** Buffers that the graph hands out; null where it hands out a value that it was given, which is copied. */
  readonly results: readonly (Value | null)[];
  /** What lies in memory for good: weights and constants that nodes read, and what was folded from them. */
  readonly constants: ReadonlySet<Value>;
}

/** Plans a graph and the bodies in it; `folded` collects values that are known before anything is fed. */
export function schedule(graph: Graph, folded = new Set<Value>()): Schedule {
  const order = executionOrder(graph).filter((node) => !fold(node, folded));
  const made = new Set(order.flatMap(({ outputs }) => outputs));
  const handedOut = new Set(graph.outputs.map(({ value }) => value).filter((value) => made.has(value)));
  const buffer = assignBuffers(order, handedOut, graph.unplanned);
  const last = lastReaders(order, buffer);
  const kept = new Set([...handedOut].map(buffer));
  const read = new Set([...order.flatMap(valuesRead), ...handedOut]);
  const nodes = order.map((node, at): ScheduledNode => {
    const makes = node.outputs.filter(
      (output, i) => buffer(output) === output && (i === 0 || node.op === 'Split' || read.has(output)),
    );
    const touched = new Set([...valuesRead(node), ...node.outputs].map(buffer));
    const frees = [...touched].filter(
      (value) => made.has(value) && !kept.has(value) && last.get(value) === at,
    );
    const inner = node.bodies?.['then_branch'];
    return { node, makes, body: inner ? schedule(inner, folded) : null, frees };
  });
  return {
    graph,
    nodes,
    results: graph.outputs.map(({ value }) => (made.has(value) ? value : null)),
    constants: new Set([...read].filter((value) => isConstant(value, folded))),
  };
}

function isConstant(value: Value, folded: ReadonlySet<Value>): boolean {
  return value.source.kind === 'weight' || value.source.kind === 'constant' || folded.has(value);
}

/** ONNX Runtime computes what needs nothing but constants once, on loading. */
function fold(node: Node, folded: Set<Value>): boolean {
  if (node.bodies || !valuesRead(node).every((value) => isConstant(value, folded))) return false;
  for (const output of node.outputs) folded.add(output);
  return true;
}

/** Place in the order of the last node that reads (or, unread, makes) each buffer. */
function lastReaders(order: readonly Node[], buffer: (value: Value) => Value): Map<Value, number> {
  const last = new Map<Value, number>();
  order.forEach((node, at) => {
    for (const value of [...node.outputs, ...valuesRead(node)]) last.set(buffer(value), at);
  });
  return last;
}
