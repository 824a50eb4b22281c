import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import type { ChallengeSource } from '../data/challenge.ts';
import type { Services } from './context.ts';
import { discardUpload, uploadFolder } from './import/uploads.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** The folder of what a window sent: the one that was dropped, or the whole where files were. Errors: NOT_FOUND. */
export async function uploadedFolder(services: Services, upload: string): Promise<string> {
  const folder = uploadFolder(services, upload);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new QuartetError('NOT_FOUND', hostMessage('upload-gone', {}));
  });
  const [only] = entries;
  return entries.length === 1 && only?.isDirectory() ? join(folder, only.name) : folder;
}

/** Moves what a window sent into the data folder, under its own name; gives the source as it then is. Errors: NOT_FOUND, INVALID_INPUT for a folder outside the upload. */
export async function keepUpload(
  services: Services,
  upload: string,
  source: ChallengeSource,
): Promise<ChallengeSource> {
  const from = await uploadedFolder(services, upload);
  if (relative(from, source.folder).startsWith('..'))
    throw new QuartetError('INVALID_INPUT', hostMessage('not-what-was-sent', { folder: source.folder }));
  const folder = await freePlace(
    services,
    from === uploadFolder(services, upload) ? 'challenge' : basename(from),
  );
  await rename(from, folder).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-move', folder);
  });
  await discardUpload(services, upload);
  return { ...source, folder };
}

/** A folder for a challenge of this name in the data folder; a number is added while it is taken. */
async function freePlace({ paths }: Services, name: string): Promise<string> {
  const all = join(paths.home, 'challenges');
  await mkdir(all, { recursive: true });
  for (let number = 1; ; number++) {
    const place = join(all, number === 1 ? name : `${name}-${number}`);
    if (!existsSync(place)) return place;
  }
}
