import { createORPCClient, DynamicLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { Client } from '../../src-main/contract/index.ts';
import { backoff } from './backoff.ts';
import { isDesktop } from './desktop.ts';

type Link = PortLink<Record<never, never>> | SocketLink<Record<never, never>>;

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

/** Connects the window with its host: in the desktop app by a port of the shell, in a browser by a socket. */
export function connect(): void {
  if (isDesktop) openPort();
  else openSocket();
}

/** The preload script takes the other end to the shell. A port ends with the app only, so it is opened once a page. */
function openPort(): void {
  const { port1, port2 } = new MessageChannel();
  stand(new PortLink({ port: port1 }));
  port1.start();
  window.postMessage('quartet:connect', '/', [port2]);
}

/** Opens the socket and opens it again whenever it ends, waiting a little longer each time. */
function openSocket(): void {
  const socket = new WebSocket(socketUrl());
  socket.addEventListener('open', () => {
    attempt = 0;
    stand(new SocketLink({ websocket: socket }));
  });
  socket.addEventListener('close', () => {
    present = null;
    if (connection.state === 'open') connection.state = 'lost';
    connection.lostAt ??= Date.now();
    setTimeout(openSocket, backoff(attempt++));
  });
}

function stand(link: Link): void {
  present = link;
  connection.state = 'open';
  connection.lostAt = null;
  for (const resolve of waiting.splice(0)) resolve(link);
}

function socketUrl(): string {
  const url = new URL('rpc', location.href.split('#')[0]);
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}
