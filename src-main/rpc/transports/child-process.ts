import { RPCHandler } from '@orpc/server/message-port';
import type { RpcContext } from '../base.ts';
import { router } from '../router.ts';

const handler = new RPCHandler(router);

/** The IPC channel of one process to another, seen from either end: `process` in a child, or a ChildProcess. */
export interface ProcessChannel {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  send?(message: unknown): boolean;
}

/** The channel as the port that oRPC knows; what is sent after its end is dropped, for its `close` tells. */
export function portOfProcess(channel: ProcessChannel) {
  return {
    onMessage: { addListener: (take: (data: unknown) => void) => void channel.on('message', take) },
    onDisconnect: { addListener: (take: () => void) => void channel.on('disconnect', take) },
    postMessage: (data: unknown) => void channel.send?.(data),
  };
}

/** Answers calls of the process that forked this one, until it disconnects. */
export function serveProcess(channel: ProcessChannel, context: RpcContext): void {
  handler.upgrade(portOfProcess(channel), { context });
}
