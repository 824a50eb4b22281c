import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeFileAtomic } from '../../common/atomic-file.ts';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** Where things lie in a shared folder; the number is the layout's version. */
export interface SharedPaths {
  /** What the user chose. */
  readonly folder: string;
  /** There since the folder was set up: without it, it is not mounted, or another one. */
  readonly marker: string;
  readonly runs: string;
  readonly events: string;
}

/** The paths below a shared folder. */
export function sharedPaths(folder: string): SharedPaths {
  const root = join(folder, 'quartet', '1');
  return {
    folder,
    marker: join(root, 'folder.json'),
    runs: join(root, 'runs'),
    events: join(root, 'events'),
  };
}

// The same bytes from everyone: two who set up one folder at once must not conflict.
const markerText = `${JSON.stringify({
  about: 'Runs and edits of a team that uses Quartet. Files here are read by programs: do not change them.',
  format: 1,
})}\n`;

/** Makes an existing folder a shared one, or finds that it is one. Errors: NOT_FOUND, INVALID_INPUT where it cannot be written. */
export async function setUpShared(folder: string): Promise<SharedPaths> {
  const paths = sharedPaths(resolve(folder));
  if (!(await isThere(paths.folder)))
    throw new QuartetError('NOT_FOUND', hostMessage('shared-folder-missing', { folder: paths.folder }));
  try {
    await mkdir(paths.runs, { recursive: true });
    await mkdir(paths.events, { recursive: true });
  } catch (error) {
    throw fromSystemError(error, 'cannot-write', paths.folder);
  }
  if (!(await isThere(paths.marker))) await writeFileAtomic(paths.marker, markerText);
  return paths;
}

/** Makes sure that a folder is there and was set up: an empty mount point must not be taken for one that lost everything. Errors: NOT_FOUND. */
export async function demandThere({ folder, marker }: SharedPaths): Promise<void> {
  if (!(await isThere(marker)))
    throw new QuartetError('NOT_FOUND', hostMessage('not-a-shared-folder', { folder, marker }));
}

/** Whether a path is there; other errors than its absence are thrown. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Whether a name is of something unfinished or hidden, such as sync tools and systems leave: `.DS_Store`, `~syncthing~a.tmp`. */
export function isPassing(name: string): boolean {
  return /^[.~]|[.](tmp|temp|part|partial|crdownload|download)$|^(desktop[.]ini|thumbs[.]db)$/i.test(name);
}
