import { app, type BrowserWindow } from 'electron';
import { messageOf } from '../common/errors.ts';
import { runSummaries } from '../services/runs/summary.ts';
import type { Workbench } from '../services/workbench.ts';
import { askToQuit } from './dialogs.ts';
import { quitStep, type QuitState } from './quit.ts';
import type { Translate } from './texts.ts';
import type { RunTray } from './tray.ts';

/** The ways out: into the tray, or out of the app with a checkpoint of what runs. */
export interface Leaving {
  /** Whether a closed window may really close; else it is hidden or the user is asked. */
  windowMayClose(): boolean;
  /** Whether the app may end now; else it checkpoints or asks first, and ends by itself. */
  mayQuit(): boolean;
  quit(): void;
  /** The window is shown again. */
  returned(): void;
  runsChanged(): void;
}

interface LeavingOptions {
  readonly workbench: Workbench;
  readonly t: () => Translate;
  readonly window: () => BrowserWindow | null;
  readonly tray: RunTray;
  /** Closes the history, after the last checkpoint. */
  readonly end: () => void;
}

/** Makes it; everything is decided in quit.ts. */
export function createLeaving({ workbench, t, window, tray, end }: LeavingOptions): Leaving {
  let stage: 'here' | 'asking' | 'saving' | 'ended' = 'here';
  let hidden = false;

  const active = (): string[] => {
    const ids = workbench.queue.running().map(({ id }) => id);
    return runSummaries(workbench.services, ids).map(({ name }) => name);
  };
  // On a Mac the dock shows an idle app.
  const showTray = (): void => {
    const names = active();
    if (names.length > 0 || process.platform !== 'darwin') tray.show(names, t());
  };
  const hide = (): void => {
    hidden = true;
    window()?.hide();
    showTray();
  };
  const saveAndEnd = async (): Promise<void> => {
    stage = 'saving';
    window()?.setTitle(t()('saving'));
    window()?.setProgressBar(2);
    await workbench.dispose();
    end();
    stage = 'ended';
    app.quit();
  };
  const ask = async (): Promise<void> => {
    stage = 'asking';
    const answer = await askToQuit(hidden ? null : window(), active(), t());
    stage = 'here';
    if (answer === 'keep-going') hide();
    else if (answer === 'checkpoint-and-quit') await saveAndEnd();
  };
  const leave = (cause: QuitState['cause']): void => {
    if (stage !== 'here') return;
    const step = quitStep({ active: active(), cause, platform: process.platform });
    if (step === 'hide') return hide();
    (step === 'ask' ? ask() : saveAndEnd()).catch((error: unknown) => {
      workbench.services.log.error(`Quitting: ${messageOf(error)}`);
      app.exit(1);
    });
  };

  return {
    windowMayClose() {
      leave('window-closed');
      return stage === 'ended';
    },
    mayQuit() {
      leave('quit');
      return stage === 'ended';
    },
    quit: () => leave('quit'),
    returned() {
      hidden = false;
      tray.hide();
    },
    runsChanged() {
      if (hidden && stage === 'here') showTray();
    },
  };
}
