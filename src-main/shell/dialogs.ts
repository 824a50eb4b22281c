import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import { archiveExtension } from './opened-file.ts';
import { quitAnswers, type QuitAnswer } from './quit.ts';
import type { Translate } from './texts.ts';

const filters: Readonly<Record<'any' | 'csv' | 'archive', FileFilter[]>> = {
  any: [],
  csv: [{ name: 'CSV', extensions: ['csv'] }],
  archive: [{ name: 'Quartet', extensions: [archiveExtension, 'zip'] }],
};

/** Lets the user choose a folder; null when it is cancelled. */
export async function askFolder(window: BrowserWindow, title: string): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, { title, properties: ['openDirectory'] });
  return filePaths[0] ?? null;
}

/** Lets the user choose a file; null when it is cancelled. */
export async function askFile(
  window: BrowserWindow,
  title: string,
  kind: keyof typeof filters,
): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ['openFile'],
    filters: filters[kind],
  });
  return filePaths[0] ?? null;
}

/** Lets the user choose where to write a file; null when it is cancelled. */
export async function askTarget(window: BrowserWindow, title: string, name: string): Promise<string | null> {
  const { filePath, canceled } = await dialog.showSaveDialog(window, { title, defaultPath: name });
  return canceled || filePath === '' ? null : filePath;
}

/** Asks what is to become of active runs; `window` null asks without one. */
export async function askToQuit(
  window: BrowserWindow | null,
  names: readonly string[],
  t: Translate,
): Promise<QuitAnswer> {
  const options = {
    type: 'question' as const,
    message: t('busyTitle'),
    detail: t('busyDetail', { names: names.join(', ') }),
    buttons: [t('keepGoing'), t('checkpointAndQuit'), t('cancel')],
    defaultId: quitAnswers.indexOf('keep-going'),
    cancelId: quitAnswers.indexOf('cancel'),
    noLink: true,
  };
  const { response } = await (window
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options));
  return quitAnswers[response] ?? 'cancel';
}
