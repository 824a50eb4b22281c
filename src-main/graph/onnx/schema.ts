import protobuf from 'protobufjs';

/** The part of onnx.proto (IR version 8) that Quartet writes: names and field numbers of github.com/onnx/onnx. */
const root = protobuf.Root.fromJSON({
  nested: {
    onnx: {
      nested: {
        StringStringEntryProto: message({ key: ['string', 1], value: ['string', 2] }),
        OperatorSetIdProto: message({ domain: ['string', 1], version: ['int64', 2] }),
        AttributeProto: message({
          name: ['string', 1],
          f: ['float', 2],
          i: ['int64', 3],
          s: ['bytes', 4],
          g: ['GraphProto', 6],
          floats: ['float', 7, 'repeated'],
          ints: ['int64', 8, 'repeated'],
          type: ['int32', 20],
        }),
        Dimension: message({ dimValue: ['int64', 1], dimParam: ['string', 2] }),
        TensorShapeProto: message({ dim: ['Dimension', 1, 'repeated'] }),
        TensorTypeProto: message({ elemType: ['int32', 1], shape: ['TensorShapeProto', 2] }),
        TypeProto: message({ tensorType: ['TensorTypeProto', 1] }),
        ValueInfoProto: message({ name: ['string', 1], type: ['TypeProto', 2] }),
        TensorProto: message({
          dims: ['int64', 1, 'repeated'],
          dataType: ['int32', 2],
          name: ['string', 8],
          rawData: ['bytes', 9],
          externalData: ['StringStringEntryProto', 13, 'repeated'],
          dataLocation: ['int32', 14],
        }),
        NodeProto: message({
          input: ['string', 1, 'repeated'],
          output: ['string', 2, 'repeated'],
          name: ['string', 3],
          opType: ['string', 4],
          attribute: ['AttributeProto', 5, 'repeated'],
          domain: ['string', 7],
        }),
        GraphProto: message({
          node: ['NodeProto', 1, 'repeated'],
          name: ['string', 2],
          initializer: ['TensorProto', 5, 'repeated'],
          input: ['ValueInfoProto', 11, 'repeated'],
          output: ['ValueInfoProto', 12, 'repeated'],
          valueInfo: ['ValueInfoProto', 13, 'repeated'],
        }),
        ModelProto: message({
          irVersion: ['int64', 1],
          producerName: ['string', 2],
          graph: ['GraphProto', 7],
          opsetImport: ['OperatorSetIdProto', 8, 'repeated'],
        }),
      },
    },
  },
});

type Field = readonly [type: string, id: number, rule?: 'repeated'];

function message(fields: Record<string, Field>): {
  fields: Record<string, { type: string; id: number; rule?: string }>;
} {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [type, id, rule]]) => [
        name,
        rule ? { type, id, rule } : { type, id },
      ]),
    ),
  };
}

/** Encoder of a whole ONNX model. */
export const ModelProto = root.lookupType('onnx.ModelProto');
