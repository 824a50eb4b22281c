import { createBuilder } from '../graph/builder.ts';
import { addInput, addOutput, createGraph, type Graph } from '../graph/graph.ts';
import { createDeviceSession, type Held } from './device-session.ts';
import type { Provider } from './providers.ts';
import type { Feeds } from './tensor.ts';

/** Moves f32 tensors of fixed shapes between host and device. */
export interface Transfer {
  /** Copies onto the device; all of the tensors that the transfer was made for. */
  toDevice(tensors: Feeds): Promise<Held>;
  toHost(held: Held): Promise<Feeds>;
  dispose(): Promise<void>;
}

/** Reading a device tensor directly ends the process: it goes through a graph that does nothing. */
export async function createTransfer(
  provider: Provider,
  shapes: Readonly<Record<string, readonly number[]>>,
): Promise<Transfer> {
  const up = await createDeviceSession(identity(shapes), { provider }, () => true);
  const down = await createDeviceSession(identity(shapes), { provider }, () => false);
  return {
    toDevice: async (tensors) => renamed((await up.run(tensors, {})).held, 'moved:'),
    toHost: async (held) => renamed((await down.run({}, held)).told, 'moved:'),
    dispose: async () => {
      await up.dispose();
      await down.dispose();
    },
  };
}

function identity(shapes: Readonly<Record<string, readonly number[]>>): Graph {
  const graph = createGraph('transfer');
  const g = createBuilder(graph);
  for (const [name, shape] of Object.entries(shapes))
    addOutput(graph, `moved:${name}`, g.identity(addInput(graph, name, 'f32', shape)));
  return graph;
}

/** Without the beginning that all names have. */
export function renamed<T>(values: Readonly<Record<string, T>>, prefix: string): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
