import { join } from 'node:path';
import { BrowserWindow, screen, session, shell } from 'electron';
import { messageOf } from '../common/errors.ts';
import type { Log } from '../common/log.ts';
import { mayOpen } from './external-links.ts';
import { isOurs } from './scheme.ts';
import { loadWindowState, placeWindow, saveWindowState, smallest } from './window-state.ts';

export interface WindowOptions {
  /** Where the window's place is kept. */
  readonly home: string;
  readonly preload: string;
  readonly icon: string;
  readonly log: Log;
  /** Asked when the user closes it; true lets it close. */
  readonly onClose: () => boolean;
}

/** Makes the one window, still empty: sandboxed, without Node, and bound to our own pages. It shows itself when it has something to show. */
export async function createWindow(options: WindowOptions): Promise<BrowserWindow> {
  const { home, preload, icon } = options;
  const place = placeWindow(await loadWindowState(home), workAreas());
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    icon,
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  if (place.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    keepPlace(window, options);
    if (!options.onClose()) event.preventDefault();
  });
  confine(window);
  return window;
}

/** The folder of the preload script, from a bundle. */
export function preloadFile(root: string): string {
  return join(root, 'out', 'preload', 'preload.cjs');
}

/** Refuses every permission but the clipboard, which copying a recipe needs. */
export function refusePermissions(): void {
  const granted = ['clipboard-sanitized-write'];
  session.defaultSession.setPermissionRequestHandler((_, permission, answer) =>
    answer(granted.includes(permission)),
  );
  session.defaultSession.setPermissionCheckHandler((_, permission) => granted.includes(permission));
}

function confine({ webContents }: BrowserWindow): void {
  webContents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    if (mayOpen(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

function keepPlace(window: BrowserWindow, { home, log }: WindowOptions): void {
  const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
  // A place that cannot be kept is no reason to stay open.
  saveWindowState(home, state).catch((error: unknown) => log.warn(messageOf(error)));
}

function workAreas() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}
