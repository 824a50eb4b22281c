import { join } from 'node:path';
import { app, session, shell, type BrowserWindow } from 'electron';
import { messageOf } from '../common/errors.ts';
import type { Log } from '../common/log.ts';
import { packageRoot } from '../common/package-root.ts';
import type { HomePaths } from '../common/paths.ts';
import { shippedNode } from '../common/shipped-node.ts';
import { createHost } from '../host/host.ts';
import { createWorkbench, type Workbench } from '../services/workbench.ts';
import { acceptConnections } from './connect.ts';
import { createDesktop, type ShellDesktop } from './desktop.ts';
import { askFile } from './dialogs.ts';
import { followRuns } from './follow-runs.ts';
import { createKeepAwake } from './keep-awake.ts';
import { createLeaving, type Leaving } from './leaving.ts';
import { showMenu } from './menu.ts';
import type { MenuAction } from './menu-template.ts';
import { serveProtocol } from './protocol.ts';
import { windowUrl } from './scheme.ts';
import { shellLocale, translator, type Translate } from './texts.ts';
import { createTray } from './tray.ts';
import { lookForUpdates } from './updates.ts';
import { createWindow, preloadFile, refusePermissions } from './window.ts';

/** The running app, as the system's events need it. */
export interface App {
  show(): void;
  openArchive(path: string): void;
}

/** Opens the home folder, the window on it, and everything that the system shows. Errors: those of createHost. */
export async function startApp(paths: HomePaths, log: Log): Promise<App> {
  const root = packageRoot();
  const host = await createHost(paths, log, {
    execPath: shippedNode(root),
    engineEntry: process.env['QUARTET_ENGINE'],
  });
  const workbench = await createWorkbench(host, 'desktop');
  const t = (): Translate => translator(shellLocale(workbench.settings.get().language, app.getLocale()));
  const icon = join(root, 'resources', 'icons', 'icon.png');

  let window: BrowserWindow | null = null;
  const show = (): void => {
    leaving.returned();
    if (window?.isMinimized()) window.restore();
    window?.show();
    window?.focus();
  };
  const tell: ShellDesktop['tell'] = (command) => {
    show();
    desktop.tell(command);
  };
  const desktop = createDesktop(() => opened(window));
  const leaving: Leaving = createLeaving({
    workbench,
    t,
    window: () => window,
    tray: createTray(icon, { open: show, quit: () => leaving.quit() }),
    end: () => host.dispose(),
  });

  refusePermissions();
  serveProtocol(session.defaultSession, { workbench, renderer: join(root, 'out', 'renderer') });
  acceptConnections(() => window?.webContents ?? null, { workbench, desktop });
  window = await createWindow({
    home: paths.home,
    preload: preloadFile(app.getAppPath()),
    icon,
    log,
    onClose: () => leaving.windowMayClose(),
  });
  const act = menuActions({ workbench, tell, leaving, t, window: () => opened(window) });
  follow(workbench, { t, tell, act, leaving });
  app.on('activate', show);
  app.on('before-quit', (event) => {
    if (!leaving.mayQuit()) event.preventDefault();
  });
  // Last: the page asks for its connection as soon as it loads.
  await window.loadURL(windowUrl);
  void lookForUpdates(t, log);
  return { show, openArchive: (path) => tell({ kind: 'open-archive', path }) };
}

interface MenuContext {
  readonly workbench: Workbench;
  readonly tell: ShellDesktop['tell'];
  readonly leaving: Leaving;
  readonly t: () => Translate;
  readonly window: () => BrowserWindow;
}

function menuActions({ workbench, tell, leaving, t, window }: MenuContext): (action: MenuAction) => void {
  return (action) => {
    switch (action.kind) {
      case 'quit':
        return leaving.quit();
      case 'show-home':
        return void shell.openPath(workbench.services.paths.home);
      case 'open-dialog':
        askFile(window(), t()('openArchive'), 'archive').then(
          (path) => path !== null && tell({ kind: 'open-archive', path }),
          (error: unknown) => workbench.services.log.error(messageOf(error)),
        );
        return;
      case 'go':
      case 'key':
      case 'open-archive':
        return tell(action);
    }
  };
}

/** Menu and tray follow the language and the runs, which keep the machine awake; notifications tell of their ends. */
function follow(
  workbench: Workbench,
  on: {
    t: () => Translate;
    tell: ShellDesktop['tell'];
    act: (action: MenuAction) => void;
    leaving: Leaving;
  },
): void {
  let language = '';
  const keepAwake = createKeepAwake();
  const changed = (): void => {
    on.leaving.runsChanged();
    keepAwake(workbench.queue.running().length);
    if (workbench.settings.get().language === language) return;
    language = workbench.settings.get().language;
    showMenu(on.t(), on.act);
  };
  changed();
  const open = (address: string): void => on.tell({ kind: 'go', address });
  followRuns(workbench, { t: on.t, open, changed }, new AbortController().signal).catch((error: unknown) =>
    workbench.services.log.error(messageOf(error)),
  );
}

function opened(window: BrowserWindow | null): BrowserWindow {
  if (!window) throw new Error('The window is not open yet.');
  return window;
}
