import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import { packageRoot } from '../../common/package-root.ts';
import { serveProcess } from '../../rpc/transports/child-process.ts';
import { createWorkbench, type Workbench } from '../../services/workbench.ts';
import { perform, type Report, type Session, type SessionOptions } from '../command.ts';
import { openToken } from '../serve/guard.ts';
import type { GuardedSite } from '../serve/routes.ts';
import { startServer, type WorkbenchServer } from '../serve/server.ts';

interface ServeOptions extends SessionOptions {
  readonly port?: string;
  readonly open?: boolean;
}

/** The port that is tried first: a page that stays open finds a restarted server again. */
const usualPort = 4870;

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('the workbench in a browser of this machine, or of yours through `ssh -L`')
    .option('--port <number>', `where to listen on 127.0.0.1 (default: ${usualPort}, or a free one)`)
    .option('--open', 'open the browser')
    .action((options: ServeOptions) => perform(options, (session) => serve(session, options)));
}

async function serve({ host, control, say }: Session, options: ServeOptions): Promise<Report> {
  const workbench = await createWorkbench(host, 'headless');
  const token = await openToken(host.paths.home);
  try {
    const server = await start(
      { workbench, token, renderer: join(packageRoot(), 'out', 'renderer') },
      options.port,
    );
    say(`Quartet: ${server.url}`);

    if (options.open) openBrowser(server.url, say);
    await Promise.race([aborted(control.stop), answerParent(workbench)]);
    control.kill?.addEventListener('abort', () => process.exit(130));
    await server.dispose();
    // The channel would keep this process.
    if (process.connected) process.disconnect();
  } finally {
    await workbench.dispose();
  }
  return { data: {}, text: 'Stopped.' };
}

/** A program that forked us asks over its channel as windows do over their sockets; resolves when it is gone. */
function answerParent(workbench: Workbench): Promise<void> {
  if (!process.connected) return new Promise(() => {});
  serveProcess(process, { workbench });
  return new Promise((resolve) => void process.once('disconnect', () => resolve()));
}

async function start(site: GuardedSite, wanted: string | undefined): Promise<WorkbenchServer> {
  if (wanted !== undefined) return startServer(site, portOf(wanted));
  try {
    return await startServer(site, usualPort);
  } catch (error) {
    if (error instanceof QuartetError && error.code === 'CONFLICT') return startServer(site, 0);
    throw error;
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new QuartetError(
      'INVALID_INPUT',
      `--port ${text}: give a number from 1 to 65535, or 0 for a free one.`,
    );
  return port;
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Opens the system's browser; without one the printed address serves. */
function openBrowser(url: string, say: (text: string) => void): void {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', '', url]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => say('No browser could be opened: open the address above yourself.'));
  child.unref();
}
