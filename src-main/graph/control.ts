import { createGraph, type Graph } from './graph.ts';
import type { Dim, Node, Source, TensorType, Value } from './value.ts';

/** What one turn of a loop hands to the next, and what of each turn is stacked along a new first axis. */
export interface Turn {
  readonly carried: readonly Value[];
  readonly stacked: readonly Value[];
}

/** `index` is the turn's number, an i64 scalar; `carried` are the values of the turn before. */
export type LoopBody = (body: Graph, index: Value, carried: readonly Value[]) => Turn;

/**
 * ONNX's Loop: `trips` (an i64 scalar) turns of a body that may read any value made before it. What is carried keeps
 * its type and stays where it was computed. `count` is the size of the stacked outputs' first axis.
 */
export function addLoop(
  graph: Graph,
  name: string,
  { trips, count, carried }: { trips: Value; count: Dim; carried: readonly Value[] },
  build: LoopBody,
): Turn {
  const body = createGraph(name, graph);
  const input = (part: string, type: TensorType): Value => {
    const value = namedLeaf(graph, `${name}.${part}`, type);
    body.inputs.push(value);
    return value;
  };
  const index = input('turn', { dtype: 'i64', shape: [] });
  const condition = input('go', { dtype: 'bool', shape: [] });
  const turn = build(
    body,
    index,
    carried.map((value, i) => input(`carried.${i}`, value)),
  );
  body.outputs.push(
    ...[condition, ...turn.carried, ...turn.stacked].map((value) => ({ name: value.name, value })),
  );
  const stackedTypes = turn.stacked.map(({ dtype, shape }) => ({ dtype, shape: [count, ...shape] }));
  const outputs = addControl(graph, 'Loop', name, [trips, null, ...carried], { body }, [
    ...carried,
    ...stackedTypes,
  ]);
  return { carried: outputs.slice(0, carried.length), stacked: outputs.slice(carried.length) };
}

/**
 * ONNX's If: the values of `then` where the condition (a bool scalar) holds, else those of `otherwise`, of the same
 * types; their shapes may differ, and those of `then` are told. Only the branch that is taken is computed.
 */
export function addIf(
  graph: Graph,
  name: string,
  condition: Value,
  { then, otherwise }: Record<'then' | 'otherwise', (body: Graph) => readonly Value[]>,
): Value[] {
  const branch = (part: string, build: (body: Graph) => readonly Value[]): Graph => {
    const body = createGraph(`${name}.${part}`, graph);
    body.outputs.push(...build(body).map((value) => ({ name: value.name, value })));
    return body;
  };
  const bodies = { then_branch: branch('then', then), else_branch: branch('else', otherwise) };
  const types = bodies.then_branch.outputs.map(({ value }) => value);
  return addControl(graph, 'If', name, [condition], bodies, types);
}

function addControl(
  graph: Graph,
  op: 'Loop' | 'If',
  name: string,
  inputs: readonly (Value | null)[],
  bodies: Record<string, Graph>,
  types: readonly TensorType[],
): Value[] {
  const outputs: Value[] = [];
  const node: Node = { op, name, inputs, outputs, attributes: {}, segment: null, bodies };
  types.forEach(({ dtype, shape }, index) =>
    outputs.push({ name: `${name}:${index}`, dtype, shape, source: { kind: 'node', node, index } }),
  );
  graph.nodes.push(node);
  return outputs;
}

function namedLeaf(graph: Graph, name: string, { dtype, shape }: TensorType): Value {
  graph.counters.set(name, 1);
  const source: Source = { kind: 'input' };
  return { name, dtype, shape, source };
}
