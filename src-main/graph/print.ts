import type { Graph } from './graph.ts';
import { printType, type Node, type Value } from './value.ts';

/** The graph as text, one operation a line, for people and for goldens. */
export function printGraph(graph: Graph): string {
  const inputs = graph.inputs.map((v) => `  input ${v.name}: ${printType(v)}`);
  const outputs = graph.outputs.map(
    ({ name, value }) => `  output ${name} = ${value.name}: ${printType(value)}`,
  );
  return [`graph ${graph.name}`, ...inputs, ...graph.nodes.map(printNode), ...outputs, ''].join('\n');
}

function printNode(node: Node): string {
  const attributes = Object.entries(node.attributes).map(
    ([k, v]) => `${k}=${Array.isArray(v) ? `[${v.join(' ')}]` : String(v)}`,
  );
  const inputs = node.inputs.map((v) => (v ? printValue(v) : '–'));
  const outputs = node.outputs.map((v) => `${v.name}: ${printType(v)}`);
  const segment = node.segment ? `  # ${node.segment}` : '';
  return `  ${outputs.join(', ')} = ${node.op}(${[...inputs, ...attributes].join(', ')})${segment}`;
}

function printValue(value: Value): string {
  const { source } = value;
  return source.kind === 'constant' && source.data.length <= 8
    ? `<${[...source.data].join(' ')}>`
    : value.name;
}
