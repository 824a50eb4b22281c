import { ipcMain, type WebContents } from 'electron';
import type { RpcContext } from '../rpc/base.ts';
import { serveMessagePort } from '../rpc/transports/message-port.ts';
import { isOurs } from './scheme.ts';

/** Answers each page that asks for a connection: only the main frame of our own window, showing our own page. */
export function acceptConnections(window: () => WebContents | null, context: RpcContext): void {
  ipcMain.on('quartet:connect', ({ sender, senderFrame, ports: [port] }) => {
    const own = sender === window() && senderFrame !== null && senderFrame.parent === null;
    if (!port) return;
    if (!own || !isOurs(senderFrame.url)) {
      context.workbench.services.log.warn(
        `A connection from ${senderFrame?.url ?? 'a closed frame'} was refused.`,
      );
      return port.close();
    }
    serveMessagePort(port, context);
    port.start();
  });
}
