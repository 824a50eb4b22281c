import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Notification } from 'electron';
import { messageOf } from '../common/errors.ts';
import type { Log } from '../common/log.ts';
import type { Translate } from './texts.ts';

/** Looks for a newer version once, when this build was given a feed; one that is found is installed when the app quits. */
export async function lookForUpdates(t: () => Translate, log: Log): Promise<void> {
  // electron-builder writes this file only into builds with a feed.
  if (!existsSync(join(process.resourcesPath, 'app-update.yml'))) return;
  try {
    const { default: updater } = await import('electron-updater');
    updater.autoUpdater.on('update-downloaded', ({ version }) =>
      new Notification({ title: t()('updateReady', { version }) }).show(),
    );
    await updater.autoUpdater.checkForUpdates();
  } catch (error) {
    log.warn(`Looking for updates: ${messageOf(error)}`);
  }
}
