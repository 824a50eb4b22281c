import type { Graph } from '../graph.ts';
import { dropDeadCode } from './dead-code.ts';
import { fuseAdds } from './fuse-adds.ts';
import { fuseGemmAdd } from './fuse-gemm-add.ts';
import { lowerComposed } from './lower-composed.ts';
import { lowerForWebGpu } from './lower-for-webgpu.ts';
import { mergeReshapes } from './merge-reshapes.ts';
import { movementFirst } from './movement-first.ts';
import { lowerNf4 } from './lower-nf4.ts';
import { skipExpand } from './skip-expand.ts';

/** All passes over a finished graph and the bodies in it, before it is encoded for a provider. */
export function tidy(graph: Graph, provider: string): void {
  for (const { bodies } of graph.nodes) for (const body of Object.values(bodies ?? {})) tidy(body, provider);
  lowerComposed(graph);
  mergeReshapes(graph);
  skipExpand(graph);
  fuseGemmAdd(graph);
  if (provider === 'cuda') fuseAdds(graph);
  lowerNf4(graph);
  if (provider === 'webgpu') lowerForWebGpu(graph);
  dropDeadCode(graph);
  movementFirst(graph);
}
