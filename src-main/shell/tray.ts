import { Menu, nativeImage, Tray } from 'electron';
import type { Translate } from './texts.ts';

/** The sign that runs go on without a window. */
export interface RunTray {
  /** Shows it, telling what runs. */
  show(names: readonly string[], t: Translate): void;
  hide(): void;
}

/** Makes a tray icon that is shown only while the window is hidden. */
export function createTray(icon: string, on: { open(): void; quit(): void }): RunTray {
  let tray: Tray | null = null;
  return {
    show(names, t) {
      tray ??= new Tray(nativeImage.createFromPath(icon).resize({ width: 16, height: 16 }));
      tray.setToolTip(names.length > 0 ? t('working', { names: names.join(', ') }) : t('idle'));
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: t('show'), click: on.open },
          { type: 'separator' },
          { label: t('quit'), click: on.quit },
        ]),
      );
      tray.removeAllListeners('click');
      tray.on('click', on.open);
    },
    hide() {
      tray?.destroy();
      tray = null;
    },
  };
}
