import { shell, type BrowserWindow } from 'electron';
import { createChannel, type Channel } from '../common/channel.ts';
import type { DesktopCommand } from '../contract/index.ts';
import type { Desktop } from '../rpc/desktop.ts';
import { askFile, askFolder, askTarget } from './dialogs.ts';
import { checkExternal } from './external-links.ts';

/** The system's dialogs for the window, and the way from menu and system to it. */
export interface ShellDesktop extends Desktop {
  /** Sends a command to the window; one that has not asked yet finds it waiting. */
  tell(command: DesktopCommand): void;
}

/** Makes it for a window that is open whenever someone asks. */
export function createDesktop(window: () => BrowserWindow): ShellDesktop {
  let waiting: DesktopCommand[] = [];
  let reader: Channel<DesktopCommand> | null = null;

  async function* commands(signal: AbortSignal | undefined): AsyncGenerator<DesktopCommand, void, undefined> {
    // A reloaded page asks again: the newest is the one that is shown.
    reader?.end();
    const channel = (reader = createChannel<DesktopCommand>());
    const end = (): void => channel.end();
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    for (const command of waiting) channel.push(command);
    waiting = [];
    try {
      yield* channel;
    } finally {
      signal?.removeEventListener('abort', end);
      if (reader === channel) reader = null;
    }
  }

  return {
    chooseFolder: (title) => askFolder(window(), title),
    chooseFile: (title, kind) => askFile(window(), title, kind),
    chooseTarget: (title, name) => askTarget(window(), title, name),
    reveal: (path) => shell.showItemInFolder(path),
    async openExternal(url) {
      checkExternal(url);
      await shell.openExternal(url);
    },
    commands,
    tell(command) {
      if (reader) reader.push(command);
      else waiting.push(command);
    },
  };
}
