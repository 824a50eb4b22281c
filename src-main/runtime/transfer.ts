import { createBuilder } from '../graph/builder.ts';
import { addInput, addOutput, createGraph, type Graph } from '../graph/graph.ts';
import { createDeviceSession, type DeviceTensor, type Held } from './device-session.ts';
import { nativeTransfer } from './native/transfer.ts';
import type { Provider } from './providers.ts';
import type { Feeds, Tensor } from './tensor.ts';

/** Moves f32 vectors between host and device. */
export interface Transfer {
  /** Copies onto the device. */
  toDevice(tensors: Feeds): Promise<Held>;
  toHost(held: Held): Promise<Feeds>;
  dispose(): Promise<void>;
}

export async function createTransfer(provider: Provider): Promise<Transfer> {
  return provider === 'webgpu' ? webGpuTransfer() : nativeTransfer(provider);
}

/**
 * Through a graph that does nothing, as WebGPU's tensors cannot be read directly; one after the other, so that what a run
 * is fed with is on the device for one of them at a time.
 */
async function webGpuTransfer(): Promise<Transfer> {
  const up = await createDeviceSession(identity(), { provider: 'webgpu' }, () => true);
  const down = await createDeviceSession(identity(), { provider: 'webgpu' }, () => false);
  return {
    async toDevice(tensors) {
      const held: Record<string, DeviceTensor> = {};
      for (const [name, tensor] of Object.entries(tensors))
        held[name] = (await up.run({ here: tensor }, {})).held['there']!;
      return held;
    },
    async toHost(held) {
      const told: Record<string, Tensor> = {};
      for (const [name, tensor] of Object.entries(held))
        told[name] = (await down.run({}, { here: tensor })).told['there']!;
      return told;
    },
    async dispose() {
      await up.dispose();
      await down.dispose();
    },
  };
}

function identity(): Graph {
  const graph = createGraph('transfer');
  addOutput(graph, 'there', createBuilder(graph).identity(addInput(graph, 'here', 'f32', ['numbers'])));
  return graph;
}

/** Without the beginning that all names have. */
export function renamed<T>(values: Readonly<Record<string, T>>, prefix: string): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
