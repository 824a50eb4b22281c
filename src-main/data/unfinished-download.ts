import { existsSync, lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Why a snapshot folder lacks files, as far as one can see: its download has not ended, or a link's target is gone; null else. */
export function unfinishedDownload(folder: string): QuartetError | null {
  const parts = [folder, ...partFolders(folder)]
    .flatMap(namesIn)
    .filter((name) => /^\..*\.part$|\.incomplete$/.test(name));
  if (parts.length > 0)
    return new QuartetError('NOT_FOUND', hostMessage('download-unfinished', { folder, count: parts.length }));
  const link = namesIn(folder).find((name) => leadsNowhere(join(folder, name)));
  if (link === undefined) return null;
  const file = join(folder, link);
  return new QuartetError('NOT_FOUND', hostMessage('link-to-nothing', { file, target: readlinkSync(file) }));
}

/** Where Hugging Face's tools keep what has come of a file: the cache's blobs, or a folder in the one they were told. */
function partFolders(folder: string): string[] {
  const inside = join(folder, '.cache', 'huggingface', 'download');
  const snapshots = dirname(folder);
  return basename(snapshots) === 'snapshots' ? [inside, join(dirname(snapshots), 'blobs')] : [inside];
}

function namesIn(folder: string): string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
}

function leadsNowhere(file: string): boolean {
  return lstatSync(file).isSymbolicLink() && !existsSync(file);
}
