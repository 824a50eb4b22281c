import { expect, test } from 'vitest';
import { pages } from '../../../src-renderer/client/route.ts';
import { menuTemplate, type MenuEntry } from '../../../src-main/shell/menu-template.ts';
import { translator } from '../../../src-main/shell/texts.ts';

const flat = (entries: readonly MenuEntry[]): MenuEntry[] =>
  entries.flatMap((entry) => [entry, ...flat(entry.submenu ?? [])]);
const menu = (platform: NodeJS.Platform, locale: 'ko' | 'en' = 'en') =>
  flat(menuTemplate(translator(locale), platform));

test('every page of the window has an entry that leads to it', () => {
  const addresses = menu('linux').flatMap(({ action }) => (action?.kind === 'go' ? [action.address] : []));
  expect(addresses).toEqual(expect.arrayContaining(pages.map(({ name }) => `#/${name}`)));
});

test.each(['linux', 'win32', 'darwin'] as const)('on %s no shortcut has two meanings', (platform) => {
  const shortcuts = menu(platform).flatMap(({ accelerator }) => accelerator ?? []);
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
});

test.each(['linux', 'win32', 'darwin'] as const)(
  'on %s one entry quits, through the question',
  (platform) => {
    expect(menu(platform).filter(({ action }) => action?.kind === 'quit')).toHaveLength(1);
  },
);

test('every label is translated', () => {
  const labels = (locale: 'ko' | 'en') => menu('win32', locale).flatMap(({ label }) => label ?? []);
  expect(labels('ko')).toHaveLength(labels('en').length);
  for (const label of labels('ko')) expect(label).toMatch(/[가-힣]/);
});
