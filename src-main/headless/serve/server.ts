import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { messageOf, QuartetError } from '../../common/errors.ts';
import { serveWebSocket } from '../../rpc/transports/web-socket.ts';
import { isAllowed, isLocalHost, isSameOrigin } from './guard.ts';
import { answer, type GuardedSite } from './routes.ts';
import { sendText } from './responses.ts';

/** A workbench that answers browsers of this machine. */
export interface WorkbenchServer {
  readonly port: number;
  /** The address with its key. */
  readonly url: string;
  dispose(): Promise<void>;
}

/** A call holds a recipe or a few ids, never files. */
const maxMessage = 4 * 2 ** 20;

/** Serves on 127.0.0.1 only. `port` 0 takes a free one. Errors: CONFLICT when the port is taken. */
export async function startServer(site: GuardedSite, port: number): Promise<WorkbenchServer> {
  const { log } = site.workbench.services;
  const server = createServer((request, response) => {
    answer(site, request, response).catch((error: unknown) => {
      log.error(`${request.url ?? ''}: ${messageOf(error)}`);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, messageOf(error));
    });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessage });
  server.on('upgrade', (request, socket, head) => {
    if (!mayConnect(site, request)) return refuse(socket);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', (error) => log.warn(`A window's connection: ${error.message}`));
      serveWebSocket(webSocket, { workbench: site.workbench }).catch((error: unknown) =>
        log.error(`Answering a window: ${messageOf(error)}`),
      );
    });
  });
  const pulse = keepPulse(sockets);
  const found = await listen(server, port);
  return {
    port: found,
    url: `http://127.0.0.1:${found}/?token=${site.token}`,
    async dispose() {
      clearInterval(pulse);
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function mayConnect({ token }: GuardedSite, { headers, url }: IncomingMessage): boolean {
  return url === '/rpc' && isLocalHost(headers) && isSameOrigin(headers) && isAllowed(headers, token);
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

// A laptop that sleeps says no farewell; a tunnel may drop what is silent.
const pulseMs = 20_000;

function keepPulse(sockets: WebSocketServer): NodeJS.Timeout {
  const alive = new WeakSet<WebSocket>();
  const asked = new WeakSet<WebSocket>();
  return setInterval(() => {
    for (const socket of sockets.clients) {
      if (asked.has(socket) && !alive.has(socket)) {
        socket.terminate();
        continue;
      }
      if (!asked.has(socket)) socket.on('pong', () => alive.add(socket));
      asked.add(socket);
      alive.delete(socket);
      socket.ping();
    }
  }, pulseMs);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new QuartetError('CONFLICT', `Port ${port} is taken. Name another with --port.`, { cause: error })
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
