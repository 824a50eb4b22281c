import type { DesktopCommand } from '../contract/index.ts';
import type { Translate } from './texts.ts';

/** What a click does: a command for the window, or something that the shell does itself. */
export type MenuAction = DesktopCommand | { readonly kind: 'open-dialog' | 'show-home' | 'quit' };

/** One entry of a menu as plain data; `role` names one of Electron's own. */
export interface MenuEntry {
  readonly label?: string;
  readonly role?: MenuRole;
  readonly separator?: true;
  readonly accelerator?: string;
  /** The window itself listens to this key: the menu only shows it. */
  readonly shownOnly?: true;
  readonly action?: MenuAction;
  readonly submenu?: readonly MenuEntry[];
}

type MenuRole =
  | 'about'
  | 'services'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'reload'
  | 'toggleDevTools'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'minimize'
  | 'close'
  | 'front';

const separator: MenuEntry = { separator: true };
const roles = (...names: readonly MenuRole[]): MenuEntry[] => names.map((role) => ({ role }));
const pages = ['leaderboard', 'runs', 'compare', 'challenge', 'models', 'team', 'settings'] as const;

/** The whole menu for a platform and language. */
export function menuTemplate(t: Translate, platform: NodeJS.Platform): MenuEntry[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [appMenu(t)] : []),
    { label: t('file'), submenu: fileMenu(t, mac) },
    {
      label: t('edit'),
      submenu: [...roles('undo', 'redo'), separator, ...roles('cut', 'copy', 'paste', 'selectAll')],
    },
    { label: t('go'), submenu: pages.map((page, i) => pageEntry(t(page), page, i + 1)) },
    { label: t('view'), submenu: viewMenu(t) },
    ...(mac ? [{ label: t('window'), submenu: roles('minimize', 'front') }] : []),
    { label: t('help'), submenu: helpMenu(t) },
  ];
}

function appMenu(t: Translate): MenuEntry {
  return {
    label: 'Quartet',
    submenu: [
      ...roles('about'),
      separator,
      ...roles('services'),
      separator,
      ...roles('hide', 'hideOthers', 'unhide'),
      separator,
      quitEntry(t),
    ],
  };
}

function fileMenu(t: Translate, mac: boolean): MenuEntry[] {
  return [
    { label: t('newRun'), accelerator: 'CmdOrCtrl+N', action: { kind: 'go', address: '#/new' } },
    { label: t('openArchive'), accelerator: 'CmdOrCtrl+O', action: { kind: 'open-dialog' } },
    separator,
    ...(mac ? roles('close') : [quitEntry(t)]),
  ];
}

function quitEntry(t: Translate): MenuEntry {
  return { label: t('quit'), accelerator: 'CmdOrCtrl+Q', action: { kind: 'quit' } };
}

function pageEntry(label: string, page: string, place: number): MenuEntry {
  return { label, accelerator: `CmdOrCtrl+${place}`, action: { kind: 'go', address: `#/${page}` } };
}

function viewMenu(t: Translate): MenuEntry[] {
  return [
    {
      label: t('search'),
      accelerator: 'CmdOrCtrl+K',
      shownOnly: true,
      action: { kind: 'key', key: 'Mod+k' },
    },
    separator,
    ...roles('resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'),
    separator,
    ...roles('reload', 'toggleDevTools'),
  ];
}

function helpMenu(t: Translate): MenuEntry[] {
  return [
    { label: t('keys'), action: { kind: 'key', key: '?' } },
    { label: t('showHome'), action: { kind: 'show-home' } },
  ];
}
