import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import type { RpcContext } from '../base.ts';
import { router } from '../router.ts';

const handler = new RPCHandler(router);

/** Answers calls over an accepted WebSocket until it closes. */
export async function serveWebSocket(socket: WebSocket, context: RpcContext): Promise<void> {
  await handler.upgrade(socket, { context });
}
