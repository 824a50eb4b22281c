import { createORPCClient, DynamicLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Client } from '../../src-main/contract/index.ts';
import { backoff } from './backoff.ts';

type Link = RPCLink<Record<never, never>>;

/** How the window stands with its host; `lostAt` is when the connection ended, in milliseconds. */
export const connection: { state: 'connecting' | 'open' | 'lost'; lostAt: number | null } = $state({
  state: 'connecting',
  lostAt: null,
});

const waiting: ((link: Link) => void)[] = [];
let present: Link | null = null;
let attempt = 0;

/** Calls wait for the connection and go out when it stands; calls under way fail when it ends. */
export const api: Client = createORPCClient(
  new DynamicLink(() => present ?? new Promise<Link>((resolve) => waiting.push(resolve))),
);

/** Opens the socket and opens it again whenever it ends, waiting a little longer each time. */
export function connect(): void {
  const socket = new WebSocket(socketUrl());
  socket.addEventListener('open', () => {
    attempt = 0;
    present = new RPCLink({ websocket: socket });
    connection.state = 'open';
    connection.lostAt = null;
    for (const resolve of waiting.splice(0)) resolve(present);
  });
  socket.addEventListener('close', () => {
    present = null;
    connection.state = connection.state === 'connecting' ? 'connecting' : 'lost';
    connection.lostAt ??= Date.now();
    setTimeout(connect, backoff(attempt++));
  });
}

function socketUrl(): string {
  const url = new URL('rpc', location.href.split('#')[0]);
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}
