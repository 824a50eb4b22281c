import type { AppWindow } from '../harness/app-window.ts';

/** Taking runs out and bringing them in. */
export function sharing({ page, t }: AppWindow) {
  const dialog = page.getByRole('dialog', { name: t('importing.title') });
  return {
    /** Saves the run whose page is open as a file for a team mate; returns the file. */
    async exportRun(file: string): Promise<string> {
      const download = page.waitForEvent('download');
      await page.getByLabel(t('exporting.title')).selectOption({ label: t('exporting.run') });
      await (await download).saveAs(file);
      return file;
    },
    /** Brings files in through the leaderboard's import. */
    async importFiles(files: readonly string[]): Promise<void> {
      await page
        .getByRole('main')
        .getByRole('button', { name: t('importing.title'), exact: true })
        .click();
      const chooser = page.waitForEvent('filechooser');
      await dialog.getByRole('button', { name: t('importing.chooseFiles') }).click();
      await (await chooser).setFiles([...files]);
      await dialog.getByRole('button', { name: t('importing.apply', { n: files.length }) }).click();
      await dialog.getByText(t('importing.done', { added: files.length, here: 0, refused: 0 })).waitFor();
      await dialog
        .getByRole('button', { name: t('common.close'), exact: true })
        .last()
        .click();
    },
  };
}
