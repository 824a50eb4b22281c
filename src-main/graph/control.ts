import { createGraph, type Graph } from './graph.ts';
import type { Node, Value } from './value.ts';

/**
 * ONNX's If: the values of `then` where the condition (a bool scalar) holds, else those of `otherwise`, of the same
 * types; their shapes may differ, and those of `then` are told. Only the branch that is taken is computed. A branch may
 * read any value made before it.
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
  const outputs: Value[] = [];
  const node: Node = { op: 'If', name, inputs: [condition], outputs, attributes: {}, segment: null, bodies };
  bodies.then_branch.outputs.forEach(({ value: { dtype, shape } }, index) =>
    outputs.push({ name: `${name}:${index}`, dtype, shape, source: { kind: 'node', node, index } }),
  );
  graph.nodes.push(node);
  return outputs;
}
