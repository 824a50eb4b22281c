import type { SettingsStore } from './settings.ts';

/** Keeps a snapshot folder on the list that windows show. */
export async function addModelFolder(settings: SettingsStore, folder: string): Promise<void> {
  const { modelFolders } = await settings.reload();
  await settings.set({ modelFolders: [...new Set([...modelFolders, folder])] });
}

/** Takes a folder off the list; its files stay. */
export async function removeModelFolder(settings: SettingsStore, folder: string): Promise<void> {
  const { modelFolders } = await settings.reload();
  await settings.set({ modelFolders: modelFolders.filter((kept) => kept !== folder) });
}
