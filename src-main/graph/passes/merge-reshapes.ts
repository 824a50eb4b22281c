import { sameShape } from '../shape.ts';
import type { Graph } from '../graph.ts';
import type { Node, Value } from '../value.ts';
import { rewrite } from './rewrite.ts';

/**
 * Reshape(Reshape(x)) → Reshape(x), or x where that is its shape. A Reshape whose shape is read off another value ties
 * itself to that value's place in time, and stays.
 */
export function mergeReshapes(graph: Graph): void {
  const from = new Map<Value, Value>();
  rewrite(graph, (_g, node, [x, target]) => {
    if (node.op !== 'Reshape' || !isPlain(node)) return null;
    const y = node.outputs[0]!;
    const source = from.get(x!) ?? x!;
    if (sameShape(source.shape, y.shape)) return [source];
    from.set(y, source);
    graph.nodes.push({ ...node, inputs: [source, target!] });
    return [y];
  });
}

function isPlain({ inputs: [, target] }: Node): boolean {
  return target?.source.kind === 'constant' || target?.source.kind === 'dims';
}
