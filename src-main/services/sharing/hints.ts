import { watch, type FSWatcher } from 'node:fs';

/** Tells soon after something changed in one of some folders, where the system tells: network drives seldom do, so it is no more than a hint. */
export interface Hints {
  watch(folders: readonly string[]): void;
  dispose(): void;
}

/** Makes watchers that call `changed`. */
export function createHints(changed: () => void): Hints {
  const watchers = new Map<string, FSWatcher>();
  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    try {
      const watcher = watch(folder, { persistent: false }, changed);
      // The folder went away, or the drive: polling finds it again.
      watcher.on('error', () => drop(folder));
      watchers.set(folder, watcher);
    } catch {
      // This drive cannot be watched: polling serves.
    }
  };
  return {
    watch(folders) {
      for (const folder of watchers.keys()) if (!folders.includes(folder)) drop(folder);
      for (const folder of folders) if (!watchers.has(folder)) add(folder);
    },
    dispose() {
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}
