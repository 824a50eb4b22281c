import { resolve } from 'node:path';

/** What run archives are called; inside they are zips. */
export const archiveExtension = 'qrun';

/** The run archive that the system opened Quartet with, from a command line; null when there is none. */
export function archiveIn(argv: readonly string[], folder: string): string | null {
  const file = argv
    .slice(1)
    .findLast((word) => !word.startsWith('-') && word.toLowerCase().endsWith(`.${archiveExtension}`));
  return file === undefined ? null : resolve(folder, file);
}
