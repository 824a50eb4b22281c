import { rawBytes } from '../../common/raw-bytes.ts';
import { definitionOf, valuesRead, type Graph } from '../graph.ts';
import type { Attribute, DType, Node, TensorType, Value } from '../value.ts';
import { ModelProto } from './schema.ts';

/** TensorProto.DataType of onnx.proto. */
const dataTypes: Record<DType, number> = {
  f32: 1,
  u8: 2,
  u16: 4,
  i32: 6,
  i64: 7,
  bool: 9,
  f16: 10,
  bf16: 16,
};

const attributeTypes = { float: 1, int: 2, string: 3, graph: 5, floats: 6, ints: 7 } as const;

/** Opset 18: kernels of ONNX Runtime match their exact since-version, and newer sets lose kernels (onnxruntime#27729). */
const opset = 18;

/** Name of a value in the model. */
type NameOf = (value: Value) => string;

/** Encodes a graph as an ONNX model. Weights stay in their files: the model names file, offset and length only. */
export function encodeModel(graph: Graph): Uint8Array {
  const leaves = new Set([...graph.nodes.flatMap(valuesRead), ...graph.outputs.map(({ value }) => value)]);
  return ModelProto.encode({
    irVersion: 8,
    producerName: 'quartet',
    opsetImport: [
      { domain: '', version: opset },
      { domain: 'com.microsoft', version: 1 },
    ],
    // Weights and constants lie in the outermost graph, where every graph inside sees the same one.
    graph: { ...encodeGraph(graph, outputNames(graph)), initializer: [...leaves].flatMap(encodeInitializer) },
  }).finish();
}

/** What a graph computes goes by the name of the output that it is; the Identity that would rename it is a copy. */
function outputNames({ nodes, outputs }: Graph): NameOf {
  const own = new Set(nodes.flatMap((node) => node.outputs));
  const names = new Map<Value, string>();
  for (const { name, value } of outputs) if (own.has(value) && !names.has(value)) names.set(value, name);
  return (value) => names.get(value) ?? value.name;
}

function encodeGraph(graph: Graph, nameOf: NameOf): object {
  const used = new Set([...graph.nodes.flatMap(valuesRead), ...graph.outputs.map(({ value }) => value)]);
  const outputs = graph.outer ? bodyOutputs(graph) : graph.outputs;
  return {
    name: graph.name,
    node: [
      ...graph.nodes.map((node) => encodeNode(node, used, nameOf)),
      // A value may be asked for twice, or be one that was given.
      ...outputs
        .filter(({ name, value }) => name !== nameOf(value))
        .map(({ name, value }) => ({
          input: [nameOf(value)],
          output: [name],
          opType: 'Identity',
          name: `output:${name}`,
        })),
    ],
    input: graph.inputs.map((input) => ({ name: input.name, type: encodeType(input) })),
    output: outputs.map(({ name, value }) => ({ name, type: encodeType(value) })),
    valueInfo: graph.nodes
      .flatMap((node) => node.outputs)
      .filter((value) => used.has(value) && !outputs.some(({ name }) => name === nameOf(value)))
      // What is read off an empty part (`vectorsAfter`) must not be known in advance.
      .filter((value) => !value.shape.includes(0) && !graph.unplanned.has(value))
      .map((value) => ({ name: value.name, type: encodeType(value) })),
  };
}

/** A body's outputs go by their place: what it computed keeps its own name, so that nothing large is copied. */
function bodyOutputs({ name: graph, nodes, outputs }: Graph): { name: string; value: Value }[] {
  const own = new Set(nodes.flatMap((node) => node.outputs));
  return outputs.map(({ value }, i) => {
    const direct = own.has(value) && outputs.findIndex((output) => output.value === value) === i;
    return { name: direct ? value.name : `${graph}.output.${i}`, value };
  });
}

function encodeNode(node: Node, used: ReadonlySet<Value>, nameOf: NameOf): object {
  const definition = node.bodies ? null : definitionOf(node.op);
  // Outputs nobody reads stay unnamed, so that they are not computed; a Split without all its parts crashes ONNX Runtime.
  const named = (output: Value, i: number) =>
    i === 0 || node.op === 'Split' || node.bodies || used.has(output);
  const outputs = node.outputs.map((output, i) => (named(output, i) ? nameOf(output) : ''));
  while (outputs.at(-1) === '') outputs.pop();
  return {
    opType: node.op,
    name: node.name,
    domain: definition?.domain ?? '',
    input: node.inputs.map((input) => (input ? nameOf(input) : '')),
    output: outputs,
    attribute: [
      ...Object.entries(node.attributes).map(([name, value]) =>
        encodeAttribute(name, value, definition?.floats?.includes(name) ?? false),
      ),
      ...Object.entries(node.bodies ?? {}).map(([name, body]) => ({
        name,
        type: attributeTypes.graph,
        g: encodeGraph(body, nameOf),
      })),
    ],
  };
}

function encodeAttribute(name: string, value: Attribute, float: boolean): object {
  if (name === 'to') return { name, type: attributeTypes.int, i: dataTypes[value as DType] };
  if (typeof value === 'string')
    return { name, type: attributeTypes.string, s: Uint8Array.from(value, (letter) => letter.charCodeAt(0)) };
  if (typeof value === 'boolean') return { name, type: attributeTypes.int, i: value ? 1 : 0 };
  if (typeof value === 'number')
    return float
      ? { name, type: attributeTypes.float, f: value }
      : { name, type: attributeTypes.int, i: value };
  return { name, type: attributeTypes.ints, ints: [...value] };
}

function encodeType({ dtype, shape }: TensorType): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { tensorType: { elemType: dataTypes[dtype], shape: { dim } } };
}

function encodeInitializer({ name, dtype, shape, source }: Value): object[] {
  const dims = shape.map(Number);
  if (source.kind === 'constant')
    return [{ name, dims, dataType: dataTypes[dtype], rawData: rawBytes(source.data) }];
  if (source.kind !== 'weight') return [];
  const { file, offset, length } = source.range;
  const externalData = Object.entries({ location: file, offset, length }).map(([key, value]) => ({
    key,
    value: String(value),
  }));
  return [{ name, dims, dataType: dataTypes[dtype], dataLocation: 1, externalData }];
}
