import type { Graph } from '../../graph/graph.ts';
import type { Session } from '../session.ts';
import type { SessionOptions } from '../session-options.ts';
import { nativeDeviceSession } from './device-session.ts';

/** A session of the C API of which nothing stays on the device. */
export async function nativeSession(graph: Graph, options: SessionOptions): Promise<Session> {
  const session = await nativeDeviceSession(graph, options, () => false);
  return {
    run: async (feeds) => ({ ...(await session.run(feeds, {})).told }),
    dispose: () => session.dispose(),
  };
}
