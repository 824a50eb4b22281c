import type { Graph } from '../graph/graph.ts';
import { runFault, unlessLost } from './faults.ts';
import { hostInputs } from './graph-inputs.ts';
import { nativeSession } from './native/host-session.ts';
import { compile, fromOrt, ortInputs } from './node-binding.ts';
import type { SessionOptions } from './session-options.ts';
import type { Feeds, Tensor } from './tensor.ts';

export interface Session {
  /** Runs the whole graph; but on CUDA, this thread is blocked until it is done. Shapes named alike must agree. */
  run(feeds: Feeds): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}

/** Compiles a graph for one provider. Initializers are read from the weight files by ONNX Runtime itself. */
export async function createSession(graph: Graph, options: SessionOptions): Promise<Session> {
  if (options.provider === 'cuda') return nativeSession(graph, options);
  const session = await compile(graph, options);
  return {
    async run(feeds) {
      const results = await session.run(ortInputs(hostInputs(graph, feeds))).catch((cause: unknown) => {
        throw runFault(cause, options.provider);
      });
      return Object.fromEntries(Object.entries(results).map(([name, t]) => [name, fromOrt(t)]));
    },
    async dispose() {
      if (options.profile !== undefined) session.endProfiling();
      await unlessLost(() => session.release());
    },
  };
}
