import * as ort from 'onnxruntime-node';
import { QuartetError } from '../common/errors.ts';
import type { Graph } from '../graph/graph.ts';
import { encodeModel } from '../graph/onnx/encode.ts';
import type { DType, Value } from '../graph/value.ts';
import { loadFault } from './faults.ts';
import type { Given } from './graph-inputs.ts';
import { providerOptions } from './providers.ts';
import { configEntries, type SessionOptions } from './session-options.ts';
import type { Tensor, TensorData } from './tensor.ts';

/** Where each output goes that is not given to the host. */
export type OutputLocations = Readonly<Record<string, 'gpu-buffer'>>;

const elementTypes: Partial<Record<DType, ort.Tensor.Type>> = {
  f32: 'float32',
  i32: 'int32',
  i64: 'int64',
  u8: 'uint8',
  u16: 'uint16',
  bool: 'bool',
};

/** Has ONNX Runtime load a graph, through its binding for Node. */
export async function compile(
  graph: Graph,
  options: SessionOptions,
  locations?: OutputLocations,
): Promise<ort.InferenceSession> {
  const { provider, threads, profile } = options;
  const model = encodeModel(graph);
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: providerOptions(provider),
      graphOptimizationLevel: 'all',
      enableMemPattern: false,
      ...(locations ? { preferredOutputLocation: locations } : {}),
      ...(threads ? { intraOpNumThreads: threads } : {}),
      ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
      logSeverityLevel: 3,
      // In the arena weights would never be given back.
      extra: configEntries(options, true),
    });
  } catch (cause) {
    throw loadFault(cause, provider, graph);
  }
}

export function ortInputs(given: readonly Given[]): Record<string, ort.Tensor> {
  return Object.fromEntries(given.map(({ input, tensor }) => [input.name, toOrt(input, tensor)]));
}

export function fromOrt({ data, dims }: ort.Tensor): Tensor {
  return { data: data as TensorData, shape: dims };
}

function toOrt(input: Value, tensor: Tensor): ort.Tensor {
  const type = elementTypes[input.dtype];
  if (!type)
    throw new QuartetError(
      'INTERNAL',
      `${input.dtype} cannot be fed from Node: cast inside the graph (${input.name})`,
    );
  return new ort.Tensor(type, tensor.data as Float32Array, tensor.shape);
}
