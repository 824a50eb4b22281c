import type * as ort from 'onnxruntime-node';
import type { Graph } from '../graph/graph.ts';
import { runFault, unlessLost } from './faults.ts';
import { hostInputs } from './graph-inputs.ts';
import { nativeDeviceSession } from './native/device-session.ts';
import { compile, fromOrt, ortInputs } from './node-binding.ts';
import type { SessionOptions } from './session-options.ts';
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
  /**
   * Runs the whole graph; on WebGPU this thread is blocked until it is done. What is `held` on the device is neither moved nor disposed
   * of, but for those inputs that an output `replaces` ({output: input}): they are gone afterwards, and their memory may be
   * the output's. The graph must read each entry of such an input before it makes that entry of the output.
   */
  run(
    feeds: Feeds,
    held: Held,
    replaces?: Readonly<Record<string, string>>,
  ): Promise<{ told: Readonly<Record<string, Tensor>>; held: Held }>;
  dispose(): Promise<void>;
}

/**
 * On WebGPU through ONNX Runtime's binding for Node, which leaves outputs on that device alone; else through its C API.
 * Tensors go from one session to another of the same provider.
 */
export async function createDeviceSession(
  graph: Graph,
  options: SessionOptions,
  stays: (output: string) => boolean,
): Promise<DeviceSession> {
  return options.provider === 'webgpu'
    ? webGpuSession(graph, options, stays)
    : nativeDeviceSession(graph, options, stays);
}

async function webGpuSession(
  graph: Graph,
  options: SessionOptions,
  stays: (output: string) => boolean,
): Promise<DeviceSession> {
  const staying = graph.outputs.map(({ name }) => name).filter(stays);
  const locations = Object.fromEntries(staying.map((name) => [name, 'gpu-buffer' as const]));
  const session = await compile(graph, options, locations);
  return {
    async run(feeds, held, replaces = {}) {
      const results = await session
        .run({ ...ortInputs(hostInputs(graph, feeds, held)), ...tensorsOf(graph, held) })
        .catch((cause: unknown) => {
          throw runFault(cause, options.provider);
        });
      for (const input of Object.values(replaces)) held[input]!.dispose();
      const told: Record<string, Tensor> = {};
      const kept: Record<string, DeviceTensor> = {};
      for (const [name, tensor] of Object.entries(results)) {
        if (locations[name]) kept[name] = new OnDevice(tensor);
        else told[name] = fromOrt(tensor);
      }
      return { told, held: kept };
    },
    async dispose() {
      await unlessLost(() => session.release());
    },
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
