import { QuartetError } from '../common/errors.ts';
import type { AnyOpDef, AttributesOf, OpName } from './op.ts';
import { ops } from './ops/index.ts';
import {
  printType,
  type Attribute,
  type ConstantData,
  type DType,
  type FileRange,
  type Node,
  type Shape,
  type Source,
  type TensorType,
  type Value,
} from './value.ts';

/** Nodes in the order they were added, which is an order of execution. Only the functions here add to it. */
export interface Graph {
  readonly name: string;
  /** The graph around the branch of an If, with which it shares names, constants and feeds. */
  readonly outer: Graph | null;
  nodes: Node[];
  readonly inputs: Value[];
  readonly outputs: { readonly name: string; readonly value: Value }[];
  readonly counters: Map<string, number>;
  /** Values that gradients do not pass through. */
  readonly stopped: Set<Value>;
  /** Values whose sizes ONNX Runtime is not told: it would keep their memory for the next value of such sizes. */
  readonly unplanned: Set<Value>;
  readonly shared: Map<string, Value>;
  segment: string | null;
}

export function createGraph(name: string, outer: Graph | null = null): Graph {
  return {
    name,
    outer,
    nodes: [],
    inputs: [],
    outputs: [],
    counters: outer?.counters ?? new Map<string, number>(),
    stopped: outer?.stopped ?? new Set(),
    unplanned: outer?.unplanned ?? new Set(),
    shared: outer?.shared ?? new Map<string, Value>(),
    segment: null,
  };
}

/** The graph that is fed. */
export function rootOf(graph: Graph): Graph {
  return graph.outer ? rootOf(graph.outer) : graph;
}

/** What a node reads: its inputs, and every value that the graphs inside it name. */
export function valuesRead(node: Node): Value[] {
  const inside = Object.values(node.bodies ?? {}).flatMap((body) => [
    ...body.nodes.flatMap(valuesRead),
    ...body.outputs.map(({ value }) => value),
  ]);
  return [...node.inputs.filter((v) => v !== null), ...inside];
}

export function definitionOf(op: string): AnyOpDef {
  return ops[op as OpName];
}

function unique(graph: Graph, base: string): string {
  const count = graph.counters.get(base) ?? 0;
  graph.counters.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}

function leaf(graph: Graph, name: string, type: TensorType, source: Source): Value {
  if (graph.counters.has(name))
    throw new QuartetError('INTERNAL', `graph ${graph.name}: the name ${name} is taken`);
  graph.counters.set(name, 1);
  return { name, dtype: type.dtype, shape: type.shape, source };
}

export function addInput(graph: Graph, name: string, dtype: DType, shape: Shape): Value {
  const value = leaf(graph, name, { dtype, shape }, { kind: 'input' });
  graph.inputs.push(value);
  return value;
}

/** A weight whose bytes stay in its file. Asked twice for one range, gives one value: a tied head is one tensor. */
export function addWeight(graph: Graph, name: string, dtype: DType, shape: Shape, range: FileRange): Value {
  return shared(graph, `weight ${range.file} ${range.offset} ${printType({ dtype, shape })}`, () =>
    leaf(graph, name, { dtype, shape }, { kind: 'weight', range }),
  );
}

export function addConstant(graph: Graph, dtype: DType, shape: Shape, data: ConstantData): Value {
  const make = (): Value => ({
    name: unique(graph, 'constant'),
    dtype,
    shape,
    source: { kind: 'constant', data },
  });
  if (data.length > 16) return make();
  return shared(
    graph,
    `constant ${printType({ dtype, shape })} ${[...data].map((x) => (Object.is(x, -0) ? '-0' : String(x))).join(' ')}`,
    make,
  );
}

/** An i64 vector holding a shape with more than one unknown size; the runtime fills it, so no node computes shapes. */
export function addDims(graph: Graph, dims: Shape): Value {
  return shared(graph, `dims ${dims.join(',')}`, () => {
    const value = leaf(
      graph,
      `dims:${dims.join(',')}`,
      { dtype: 'i64', shape: [dims.length] },
      { kind: 'dims', dims },
    );
    rootOf(graph).inputs.push(value);
    return value;
  });
}

/** An input's elements under another shape, for a provider that has no kernel to reshape them. */
export function addView(graph: Graph, input: Value, shape: Shape): Value {
  const of = input.source.kind === 'view' ? input.source.of : input;
  const name = `${of.name} as [${shape.join(', ')}]`;
  return shared(graph, `view ${name}`, () => {
    const value = leaf(graph, name, { dtype: of.dtype, shape }, { kind: 'view', of });
    rootOf(graph).inputs.push(value);
    return value;
  });
}

/** A value that is made when it is first asked for under `key`, and known to every graph of the model. */
export function shared(graph: Graph, key: string, make: () => Value): Value {
  const known = graph.shared.get(key);
  if (known) return known;
  const value = make();
  graph.shared.set(key, value);
  return value;
}

/** Appends an operation and returns its outputs; a shape error names the operation, its place and its inputs. */
export function addNode<N extends OpName>(
  graph: Graph,
  op: N,
  inputs: readonly (Value | null)[],
  attributes: AttributesOf<N>,
  name: string = op,
): readonly Value[] {
  const clean = Object.fromEntries(Object.entries(attributes).filter(([, v]) => v !== undefined)) as Record<
    string,
    Attribute
  >;
  const given = inputs.filter((v) => v !== null);
  const nodeName = unique(graph, name);
  let types: readonly TensorType[];
  try {
    types = definitionOf(op).infer(given, clean, { inputs });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new QuartetError('INTERNAL', `${op} ${nodeName}(${given.map(printType).join(', ')}): ${reason}`, {
      cause,
    });
  }
  const outputs: Value[] = [];
  const node: Node = { op, name: nodeName, inputs, outputs, attributes: clean, segment: graph.segment };
  types.forEach(({ dtype, shape }, index) => {
    outputs.push({ name: `${nodeName}:${index}`, dtype, shape, source: { kind: 'node', node, index } });
  });
  graph.nodes.push(node);
  return outputs;
}

export function addOutput(graph: Graph, name: string, value: Value): void {
  graph.outputs.push({ name, value });
}
