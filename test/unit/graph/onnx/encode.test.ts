import { onnx } from 'onnx-proto';
import { expect, test } from 'vitest';
import { createBuilder } from '../../../../src-main/graph/builder.ts';
import { addInput, addOutput, addWeight, createGraph } from '../../../../src-main/graph/graph.ts';
import { encodeModel } from '../../../../src-main/graph/onnx/encode.ts';

test('a model reads back with the official schema', () => {
  const g = createBuilder(createGraph('small'));
  const x = addInput(g.graph, 'x', 'f32', ['batch*seq', 4]);
  const w = addWeight(g.graph, 'w', 'bf16', [3, 4], { file: 'model.safetensors', offset: 1234, length: 24 });
  addOutput(g.graph, 'y', g.reduceSum(g.gemm(x, g.cast(w, 'f32'), { transB: true, alpha: 1 }), [1]));
  const model = onnx.ModelProto.decode(encodeModel(g.graph));
  const { graph } = model;
  expect(model.opsetImport?.map(({ domain, version }) => [domain, Number(version)])).toEqual([
    ['', 18],
    ['com.microsoft', 1],
  ]);
  expect(graph?.node?.map(({ opType }) => opType)).toEqual(['Cast', 'Gemm', 'ReduceSum']);
  expect(graph?.node?.at(-1)?.output).toEqual(['y']);
  const gemm = new Map(graph!.node![1]!.attribute!.map((attribute) => [attribute.name, attribute] as const));
  // A whole number stays a float where ONNX wants a float.
  expect([gemm.get('alpha')?.type, gemm.get('alpha')?.f]).toEqual([
    onnx.AttributeProto.AttributeType.FLOAT,
    1,
  ]);
  expect([gemm.get('transB')?.type, Number(gemm.get('transB')?.i)]).toEqual([
    onnx.AttributeProto.AttributeType.INT,
    1,
  ]);
  expect(Number(graph!.node![0]!.attribute![0]!.i)).toBe(onnx.TensorProto.DataType.FLOAT);
  const shape = graph!.input![0]!.type!.tensorType!.shape!.dim!;
  expect([shape[0]!.dimParam, Number(shape[1]!.dimValue)]).toEqual(['batch*seq', 4]);
  const weight = graph!.initializer!.find(({ name }) => name === 'w')!;
  expect(weight.dataType).toBe(onnx.TensorProto.DataType.BFLOAT16);
  expect(weight.dataLocation).toBe(onnx.TensorProto.DataLocation.EXTERNAL);
  expect(weight.externalData!.map(({ key, value }) => [key, value])).toEqual([
    ['location', 'model.safetensors'],
    ['offset', '1234'],
    ['length', '24'],
  ]);
});
