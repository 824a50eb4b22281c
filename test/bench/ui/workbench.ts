import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { Client } from '../../../src-main/contract/index.ts';

/** A served workbench in a process of its own, and a client on its WebSocket. */
export interface ServedWorkbench {
  readonly client: Client;
  /** Its address with the key. */
  readonly url: string;
  readonly pid: number;
  dispose(): Promise<void>;
}

const token = 'b'.repeat(43);

/** Serves a home folder. */
export async function serveHome(home: string): Promise<ServedWorkbench> {
  const child = fork(join(import.meta.dirname, 'host-process.ts'), [home, token]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  await once(socket, 'open');
  return {
    client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
    url: `http://127.0.0.1:${port}/?token=${token}`,
    pid: child.pid!,
    async dispose() {
      socket.terminate();
      if (!child.connected) return;
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
