import { implement } from '@orpc/server';
import { contract } from '../contract/index.ts';
import type { Workbench } from '../services/workbench.ts';
import type { Desktop } from './desktop.ts';
import { asRpcError } from './errors.ts';

/** What every procedure works with. */
export interface RpcContext {
  readonly workbench: Workbench;
  /** What the system offers; a browser has none. */
  readonly desktop?: Desktop;
}

/** The contract to implement: errors of ours arrive at the caller with code and message. */
export const procedures = implement(contract)
  .$context<RpcContext>()
  .use(async ({ context, next }) => {
    try {
      return await next();
    } catch (error) {
      throw asRpcError(error, context.workbench.services.log);
    }
  });
