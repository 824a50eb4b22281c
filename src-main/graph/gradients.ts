import { QuartetError } from '../common/errors.ts';
import { createBuilder, type Builder } from './builder.ts';
import { definitionOf, type Graph } from './graph.ts';
import { recompute } from './recompute.ts';
import { sameShape } from './shape.ts';
import { printType, type Node, type Value } from './value.ts';

/**
 * Appends the backward pass of a scalar `loss` (or of any value with `seed` as its cotangent) and returns the
 * gradient of each of `wrt`, in their shapes. Only what lies between them and the loss costs nodes. Nodes marked
 * as a segment are computed again from the segment's inputs when their gradient is due, and not kept.
 */
export function gradients(graph: Graph, loss: Value, wrt: readonly Value[], seed?: Value): Value[] {
  const g = createBuilder(graph);
  const forward = [...graph.nodes];
  const varying = reachable(forward, wrt, graph.stopped);
  if (!varying.has(loss))
    throw new QuartetError('INTERNAL', `${loss.name} does not depend on any of the values asked for`);
  const cotangents = new Map<Value, Value>([[loss, seed ?? g.scalar(1, loss.dtype)]]);
  for (const { segment, nodes } of backwardOrder(forward)) {
    if (segment === null) for (const node of nodes) backward(g, node, node, varying, cotangents);
    else backwardSegment(g, nodes, varying, cotangents);
  }
  return wrt.map((value) => cotangents.get(value) ?? g.zeros(value.dtype, value.shape));
}

/** Values that depend on `wrt`: gradients flow through these alone. */
function reachable(nodes: readonly Node[], wrt: readonly Value[], stopped: ReadonlySet<Value>): Set<Value> {
  const varying = new Set<Value>(wrt);
  for (const node of nodes) {
    if (!node.inputs.some((input) => input && varying.has(input))) continue;
    for (const output of node.outputs) if (!stopped.has(output)) varying.add(output);
  }
  return varying;
}

/** Nodes from last to first, neighbours of one segment together. */
function backwardOrder(nodes: readonly Node[]): { segment: string | null; nodes: Node[] }[] {
  const runs: { segment: string | null; nodes: Node[] }[] = [];
  for (const node of nodes.toReversed()) {
    const last = runs.at(-1);
    if (last && last.segment === node.segment) last.nodes.push(node);
    else runs.push({ segment: node.segment, nodes: [node] });
  }
  return runs;
}

/** Recomputes a segment once its cotangents are known, then goes back through the copy. */
function backwardSegment(
  g: Builder,
  nodes: readonly Node[],
  varying: Set<Value>,
  cotangents: Map<Value, Value>,
): void {
  const outputs = nodes.flatMap((node) => node.outputs);
  const anchor = outputs.find((y) => cotangents.has(y));
  if (!anchor) return;
  const copies = recompute(g, nodes.toReversed(), varying, cotangents.get(anchor)!, anchor.shape);
  for (const node of nodes) backward(g, node, copies.get(node)!, varying, cotangents);
}

/** One rule: `keys` holds the values that cotangents are filed under, `node` those that the rule may read. */
function backward(
  g: Builder,
  keys: Node,
  node: Node,
  varying: ReadonlySet<Value>,
  cotangents: Map<Value, Value>,
): void {
  if (!keys.outputs.some((y) => cotangents.has(y) && varying.has(y))) return;
  const definition = definitionOf(keys.op);
  const inputs = node.inputs.filter((v) => v !== null);
  const wanted = keys.inputs.filter((v) => v !== null).map((v) => varying.has(v));
  if (!wanted.some(Boolean)) return;
  if (!definition.vjp) throw new QuartetError('INTERNAL', `${keys.op} ${keys.name} has no gradient rule`);
  const dys = keys.outputs.map((y) => cotangents.get(y));
  if (keys.op === 'Split') keys.outputs.forEach((y, i) => (dys[i] ??= g.zeros(y.dtype, y.shape)));
  const rule = { inputs, outputs: node.outputs, attributes: keys.attributes, node };
  const thunks = definition.vjp(g, rule, dys as Value[]);
  keys.inputs
    .filter((v) => v !== null)
    .forEach((input, i) => {
      const thunk = thunks[i];
      if (!wanted[i] || !thunk) return;
      const gradient = sumTo(g, thunk(), input, keys);
      const known = cotangents.get(input);
      cotangents.set(input, known ? g.add(known, gradient) : gradient);
    });
}

/** Sums a gradient over the axes along which its value was broadcast. */
function sumTo(g: Builder, gradient: Value, value: Value, node: Node): Value {
  if (sameShape(gradient.shape, value.shape)) return gradient;
  const lead = gradient.shape.length - value.shape.length;
  const spread = gradient.shape.flatMap((dim, i) =>
    i < lead || (value.shape[i - lead] === 1 && dim !== 1) ? [i] : [],
  );
  if (lead < 0 || spread.length === 0) {
    const types = `${printType(gradient)} for ${printType(value)}`;
    throw new QuartetError('INTERNAL', `gradient of ${node.op} ${node.name} has the wrong shape: ${types}`);
  }
  return g.reshape(g.reduceSum(gradient, spread), value.shape);
}
