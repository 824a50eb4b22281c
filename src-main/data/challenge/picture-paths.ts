import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, normalize, parse, relative, resolve, sep } from 'node:path';
import { systemReason } from '../../common/errors.ts';
import { hostMessage, type HostMessage } from '../../messages/host-messages.ts';
import type { ChallengeSource } from './types.ts';

/** A picture's absolute path, and its size in bytes. */
export interface FoundPicture {
  readonly picture: string;
  readonly size: number;
}

/** Why a picture path of a CSV leads to no picture, and what to do. */
export interface LostPicture {
  readonly code:
    | 'picture-missing'
    | 'picture-outside-folder'
    | 'picture-empty'
    | 'picture-foreign-path'
    | 'picture-unreadable';
  readonly reason: HostMessage;
}

/** Finds the picture a CSV names. */
export type PictureFinder = (path: string) => Promise<FoundPicture | LostPicture>;

/**
 * A finder for one challenge: prefixes replaced, Windows separators understood, Korean names matched whether
 * composed (NFC) or decomposed (NFD). A relative path must stay inside the folder; an absolute one may lead anywhere.
 */
export function createPictureFinder(
  source: Pick<ChallengeSource, 'folder' | 'picturePrefix'>,
): PictureFinder {
  const folder = resolve(source.folder);
  const list = createLister();
  return async (written) => {
    const path = toLocalPath(replacePrefix(written.trim(), source.picturePrefix));
    const target = resolve(folder, path);
    if (isWindowsPath(path) && process.platform !== 'win32')
      return {
        code: 'picture-foreign-path',
        reason: hostMessage('picture-foreign-path', { path: written, prefix: folderPart(written) }),
      };
    if (!isAbsolute(path) && leaves(folder, target))
      return {
        code: 'picture-outside-folder',
        reason: hostMessage('picture-outside-folder', { path: written, folder }),
      };
    try {
      return await findFile(target, list);
    } catch (error) {
      return {
        code: 'picture-unreadable',
        reason: hostMessage('picture-unopened', { picture: target, reason: systemReason(error) }),
      };
    }
  };
}

type Lister = (folder: string) => Promise<readonly string[]>;

/** Lists each folder once. */
function createLister(): Lister {
  const listings = new Map<string, Promise<readonly string[]>>();
  return (folder) => {
    const listing = listings.get(folder) ?? readdir(folder).catch((error: unknown) => emptyIfAbsent(error));
    listings.set(folder, listing);
    return listing;
  };
}

async function findFile(target: string, list: Lister): Promise<FoundPicture | LostPicture> {
  const found = (await openFile(target)) ?? (await findByName(target, list));
  if (!found) return { code: 'picture-missing', reason: await missing(target, list) };
  if (found.size === 0)
    return { code: 'picture-empty', reason: hostMessage('picture-empty', { picture: found.picture }) };
  return found;
}

function replacePrefix(path: string, prefix: ChallengeSource['picturePrefix']): string {
  if (!prefix || !path.startsWith(prefix.from)) return path;
  const rest = path.slice(prefix.from.length);
  return prefix.to === '' ? rest.replace(/^[/\\]+/, '') : join(prefix.to, rest);
}

function toLocalPath(path: string): string {
  return normalize(path.replaceAll('\\', '/'));
}

function isWindowsPath(path: string): boolean {
  return /^[a-z]:\//i.test(path);
}

function folderPart(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function leaves(folder: string, target: string): boolean {
  const way = relative(folder, target);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

async function openFile(path: string): Promise<FoundPicture | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? { picture: path, size: found.size } : null;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

/** Walks down the path and takes, at each step, the entry whose composed name is the same. */
async function findByName(target: string, list: Lister): Promise<FoundPicture | null> {
  const { root } = parse(target);
  let path = root;
  for (const step of target.slice(root.length).split(sep)) {
    const entry = (await list(path)).find((name) => name.normalize('NFC') === step.normalize('NFC'));
    if (entry === undefined) return null;
    path = join(path, entry);
  }
  return openFile(path);
}

async function missing(target: string, list: Lister): Promise<HostMessage> {
  const { dir, base } = parse(target);
  const similar = (await list(dir)).find(
    (name) => name.normalize('NFC').toLowerCase() === base.normalize('NFC').toLowerCase(),
  );
  if (similar !== undefined && similar !== base)
    return hostMessage('picture-similar', { picture: target, similar });
  return hostMessage('picture-missing', { picture: target });
}

function emptyIfAbsent(error: unknown): readonly string[] {
  // A folder that may be passed through but not listed is no reason to stop: its names stay unknown.
  if (isAbsence(error) || (error as NodeJS.ErrnoException).code === 'EACCES') return [];
  throw error;
}

function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
}
