import { Menu, type MenuItemConstructorOptions } from 'electron';
import { menuTemplate, type MenuAction, type MenuEntry } from './menu-template.ts';
import type { Translate } from './texts.ts';

/** Shows the menu in a language; again when the language changes. */
export function showMenu(t: Translate, act: (action: MenuAction) => void): void {
  const template = menuTemplate(t, process.platform).map((entry) => itemOf(entry, act));
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function itemOf(entry: MenuEntry, act: (action: MenuAction) => void): MenuItemConstructorOptions {
  const { label, role, separator, accelerator, shownOnly, action, submenu } = entry;
  if (separator) return { type: 'separator' };
  return {
    ...(label !== undefined && { label }),
    ...(role && { role }),
    ...(accelerator !== undefined && { accelerator, registerAccelerator: !shownOnly }),
    ...(action && { click: () => act(action) }),
    ...(submenu && { submenu: submenu.map((below) => itemOf(below, act)) }),
  };
}
