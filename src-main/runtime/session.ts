import * as ort from 'onnxruntime-node';
import { messageOf, QuartetError } from '../common/errors.ts';
import { lostDevice } from '../common/lost-device.ts';
import type { Graph } from '../graph/graph.ts';
import { encodeModel } from '../graph/onnx/encode.ts';
import { evaluate } from '../graph/shape.ts';
import type { DType, Value } from '../graph/value.ts';
import { memoryFault } from './out-of-memory.ts';
import { bindSizes } from './sizes.ts';
import type { Feeds, Tensor, TensorData } from './tensor.ts';
import { providerOptions, type Provider } from './providers.ts';
import { hostMessage } from '../messages/host-messages.ts';

export interface SessionOptions {
  readonly provider: Provider;
  /** Folder that holds the weight files. */
  readonly folder?: string;
  /** Threads within an operation; the default is one a core. */
  readonly threads?: number;
  /** Refuse nodes that would run on the CPU although another provider was asked for; WebGPU always does. */
  readonly strict?: boolean;
  /** Write which node ran when, as a Chrome trace named `<profile>_<time>.json`. */
  readonly profile?: string;
}

export interface Session {
  /**
   * Runs the whole graph; blocks this thread until it is done. Shapes named alike must agree. Outputs named in `into`
   * are written there, which may be the very memory that an input was read from.
   */
  run(feeds: Feeds, into?: Feeds): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}

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

/** Compiles a graph for one provider. Initializers are read from the weight files by ONNX Runtime itself. */
export async function createSession(graph: Graph, options: SessionOptions): Promise<Session> {
  const session = await compile(graph, options);
  const fed = graph.inputs.filter((input) => input.source.kind === 'input');
  return {
    async run(feeds, into = {}) {
      const bound = bindSizes(graph.name, fed, feeds);
      const tensors = { ...fedTensors(fed, feeds), ...filledInputs(graph, bound, feeds) };
      const fetches = Object.fromEntries(
        graph.outputs.map(({ name, value }) => [name, into[name] ? toOrt(value, into[name]) : null]),
      );
      const results = await session.run(tensors, fetches).catch((cause: unknown) => {
        throw runFault(cause, options.provider);
      });
      return Object.fromEntries(Object.entries(results).map(([name, t]) => [name, fromOrt(t)]));
    },
    async dispose() {
      if (options.profile !== undefined) session.endProfiling();
      await release(session);
    },
  };
}

/** Whether a run of this process lost its device, which all its sessions are on. */
let deviceIsLost = false;

/** To free what lay on a lost device can end the process before it has told of the loss. */
export async function release(session: ort.InferenceSession): Promise<void> {
  if (!deviceIsLost) await session.release();
}

/** What a run threw, with words for people where its device was lost. */
export function runFault(cause: unknown, provider: Provider): unknown {
  const full = memoryFault(cause, provider);
  if (full) return full;
  const lost = lostDevice(messageOf(cause));
  if (lost === null) return cause;
  deviceIsLost = true;
  return new QuartetError('ENGINE', lost, { cause });
}

/** Tensors of the host for those of a graph's inputs that are fed. */
export function fedTensors(fed: readonly Value[], feeds: Feeds): Record<string, ort.Tensor> {
  return Object.fromEntries(fed.map((input) => [input.name, toOrt(input, feeds[input.name]!)]));
}

export function fromOrt({ data, dims }: ort.Tensor): Tensor {
  return { data: data as TensorData, shape: dims };
}

/** The inputs that hold sizes, or what another is fed under another shape. */
export function filledInputs(
  { inputs }: Graph,
  bound: ReadonlyMap<string, number>,
  feeds: Feeds,
): Record<string, ort.Tensor> {
  const tensors: Record<string, ort.Tensor> = {};
  for (const input of inputs) {
    const { source } = input;
    if (source.kind === 'dims') {
      const sizes = source.dims.map((dim) => BigInt(evaluate(dim, bound)));
      tensors[input.name] = new ort.Tensor('int64', BigInt64Array.from(sizes), [sizes.length]);
    }
    if (source.kind === 'view') {
      const shape = input.shape.map((dim) => evaluate(dim, bound));
      tensors[input.name] = toOrt(input, { data: feeds[source.of.name]!.data, shape });
    }
  }
  return tensors;
}

/** Has ONNX Runtime load a graph. */
export async function compile(
  graph: Graph,
  { provider, folder, threads, strict = provider === 'webgpu', profile }: SessionOptions,
  locations?: OutputLocations,
): Promise<ort.InferenceSession> {
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
      extra: {
        session: {
          ...(folder ? { model_external_initializers_file_folder_path: folder } : {}),
          // Else weights lie in the arena, which never gives back.
          use_device_allocator_for_initializers: '1',
          ...(strict ? { disable_cpu_ep_fallback: '1' } : {}),
        },
        // Merging equal expressions would undo recomputation.
        optimization: { disable_specified_optimizers: 'CommonSubexpressionElimination;ShapeInputMerge' },
      },
    });
  } catch (cause) {
    const lost = lostDevice(messageOf(cause));
    if (lost !== null) throw new QuartetError('ENGINE', lost, { cause });
    const fault = memoryFault(cause, provider);
    if (fault) throw fault;
    throw new QuartetError(
      'ENGINE',
      hostMessage('graph-not-loaded', { provider, graph: graph.name, reason: messageOf(cause) }),
      { cause },
    );
  }
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
