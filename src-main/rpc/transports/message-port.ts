import type { SupportedMessagePort } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/message-port';
import type { RpcContext } from '../base.ts';
import { router } from '../router.ts';

const handler = new RPCHandler(router);

/** Answers calls over a MessagePort, of Electron or of Node's worker_threads, until it closes; the caller starts it. */
export function serveMessagePort(port: SupportedMessagePort, context: RpcContext): void {
  handler.upgrade(port, { context });
}
