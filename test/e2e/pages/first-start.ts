import { basename } from 'node:path';
import type { AppWindow } from '../harness/app-window.ts';

/** The two doors of a workbench without a challenge. */
export function firstStart({ page, t }: AppWindow) {
  return {
    title: page.getByRole('heading', { name: t('door.title') }),
    async trySample(): Promise<void> {
      await page.getByRole('button', { name: t('door.sample') }).click();
      await page.getByRole('heading', { name: t('challenge.questions') }).waitFor();
    },
    async bringOwn(folder: string): Promise<void> {
      await page.getByRole('textbox', { name: t('door.folder') }).fill(folder);
      await page.getByRole('button', { name: t('door.look') }).click();
      await page.getByRole('button', { name: t('door.import'), exact: true }).click();
      await page.getByRole('heading', { level: 1, name: basename(folder) }).waitFor();
    },
  };
}
