import type * as ort from 'onnxruntime-node';
import type { Graph } from '../graph/graph.ts';
import {
  compile,
  fedTensors,
  filledInputs,
  fromOrt,
  release,
  runFault,
  type SessionOptions,
} from './session.ts';
import { bindSizes } from './sizes.ts';
import type { Feeds, Tensor } from './tensor.ts';

/** A tensor that stays on the device until it is disposed of; to read it, run a graph that hands it to the host. */
export interface DeviceTensor {
  readonly shape: readonly number[];
  dispose(): void;
}

/** Tensors on the device by the names of a graph's inputs or outputs. */
export type Held = Readonly<Record<string, DeviceTensor>>;

/** A session whose inputs may lie on the device, and of whose outputs some stay there. */
export interface DeviceSession {
  /** Runs the whole graph; blocks this thread until it is done. What is `held` on the device is neither moved nor disposed of. */
  run(feeds: Feeds, held: Held): Promise<{ told: Readonly<Record<string, Tensor>>; held: Held }>;
  dispose(): Promise<void>;
}

/** Only WebGPU keeps outputs on the device in ONNX Runtime's binding for Node; tensors go from one of its sessions to another. */
export async function createDeviceSession(
  graph: Graph,
  options: SessionOptions,
  stays: (output: string) => boolean,
): Promise<DeviceSession> {
  const staying = graph.outputs.map(({ name }) => name).filter(stays);
  const locations = Object.fromEntries(staying.map((name) => [name, 'gpu-buffer' as const]));
  const session = await compile(graph, options, locations);
  const inputs = graph.inputs.filter(({ source }) => source.kind === 'input');
  return {
    async run(feeds, held) {
      const bound = bindSizes(graph.name, inputs, { ...feeds, ...held });
      const fed = inputs.filter(({ name }) => !held[name]);
      const results = await session
        .run({
          ...fedTensors(fed, feeds),
          ...filledInputs(graph, bound, feeds),
          ...tensorsOf(graph, held),
        })
        .catch((cause: unknown) => {
          throw runFault(cause, options.provider);
        });
      const told: Record<string, Tensor> = {};
      const kept: Record<string, DeviceTensor> = {};
      for (const [name, tensor] of Object.entries(results)) {
        if (locations[name]) kept[name] = new OnDevice(tensor);
        else told[name] = fromOrt(tensor);
      }
      return { told, held: kept };
    },
    dispose: () => release(session),
  };
}

class OnDevice implements DeviceTensor {
  readonly tensor: ort.Tensor;

  constructor(tensor: ort.Tensor) {
    this.tensor = tensor;
  }

  get shape(): readonly number[] {
    return this.tensor.dims;
  }

  dispose(): void {
    this.tensor.dispose();
  }
}

function tensorsOf({ inputs }: Graph, held: Held): Record<string, ort.Tensor> {
  const wanted = inputs.filter(({ name }) => held[name]);
  return Object.fromEntries(wanted.map(({ name }) => [name, (held[name] as OnDevice).tensor]));
}

/** Disposes of all of them. */
export function disposeAll(held: Held): void {
  for (const tensor of Object.values(held)) tensor.dispose();
}
