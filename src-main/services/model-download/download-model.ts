import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { checksumOf } from '../download/checksum.ts';
import { fetchFile } from '../download/fetch-file.ts';
import { fileSize } from '../download/file-size.ts';
import type { HubAccess } from './hub-access.ts';
import { fromHubError } from './hub-errors.ts';
import type { DownloadPlan, RemoteFile } from './plan.ts';

/** How far a download is; rate in bytes per second, null before anything came. */
export interface DownloadProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly perSecond: number | null;
}

/** What a folder holds of a plan, and whether the rest fits. */
export interface Prospect {
  readonly hereBytes: number;
  readonly freeBytes: number;
}

/** Looks at a folder before a download into it, and makes it. Errors: OUT_OF_SPACE, with the sizes. */
export async function surveyFolder(plan: DownloadPlan, folder: string): Promise<Prospect> {
  try {
    await mkdir(folder, { recursive: true });
    const sizes = await Promise.all(plan.files.map((file) => presentBytes(file, folder)));
    const hereBytes = sizes.reduce((sum, size) => sum + size, 0);
    const { bavail, bsize } = await statfs(folder);
    const prospect = { hereBytes, freeBytes: bavail * bsize };
    const missing = plan.totalBytes - hereBytes;
    if (missing > prospect.freeBytes)
      throw new QuartetError(
        'OUT_OF_SPACE',
        hostMessage('no-space-for-model', {
          repo: plan.repo,
          folder,
          missing: sizeText(missing),
          free: sizeText(prospect.freeBytes),
        }),
      );
    return prospect;
  } catch (error) {
    throw error instanceof QuartetError ? error : fromSystemError(error, 'cannot-write', folder);
  }
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  onProgress(progress: DownloadProgress): void;
}

/** Brings a folder to hold every file of the plan, checked; what is there already is checked and kept. Errors: CANCELLED (what came is kept and continued), CONFLICT for another file of a needed name, and those of `fetchFile`. */
export async function downloadModel(
  access: HubAccess,
  plan: DownloadPlan,
  folder: string,
  { signal, onProgress }: DownloadOptions,
): Promise<void> {
  const { hereBytes } = await surveyFolder(plan, folder);
  const { totalBytes } = plan;
  const began = performance.now();
  const present = new Map<string, number>();
  for (const file of plan.files) present.set(file.name, await presentBytes(file, folder));
  const tell = (): void => {
    const doneBytes = [...present.values()].reduce((sum, bytes) => sum + bytes, 0);
    const came = doneBytes - hereBytes;
    const seconds = (performance.now() - began) / 1000;
    onProgress({ doneBytes, totalBytes, perSecond: came > 0 ? came / seconds : null });
  };
  try {
    tell();
    for (const file of plan.files) {
      const onBytes = (done: number): void => {
        present.set(file.name, done);
        tell();
      };
      if (!(await isHere(file, folder, signal)))
        await fetchOne(access, plan, file, { folder, signal, onBytes });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    const done = [...present.values()].reduce((sum, bytes) => sum + bytes, 0);
    throw new QuartetError(
      'CANCELLED',
      hostMessage('download-stopped', { folder, done: sizeText(done), total: sizeText(totalBytes) }),
      { cause: error },
    );
  }
}

function fetchOne(
  access: HubAccess,
  { repo, commit }: DownloadPlan,
  { name, size, checksum }: RemoteFile,
  to: { readonly folder: string; readonly signal: AbortSignal; onBytes(done: number): void },
): Promise<void> {
  // Plain HTTP, which every mirror speaks; fetch takes the token along to no other host.
  const url = `${access.endpoint}/${repo}/resolve/${commit}/${name}`;
  const headers = access.token === undefined ? {} : { authorization: `Bearer ${access.token}` };
  return fetchFile(
    { url, headers, bytes: size, checksum },
    { file: join(to.folder, name), part: partOf(to.folder, { name, checksum }) },
    { ...to, explain: (fault) => fromHubError(fault, access, repo) },
  );
}

/** What has come of a file so far; named by its content, so that parts of two revisions never meet. */
function partOf(folder: string, { name, checksum }: Pick<RemoteFile, 'name' | 'checksum'>): string {
  return join(folder, `.${name}.${checksum.hex.slice(0, 12)}.part`);
}

/** How much of a file a folder holds, whole or in part. */
async function presentBytes(file: RemoteFile, folder: string): Promise<number> {
  const bytes = (await fileSize(join(folder, file.name))) || (await fileSize(partOf(folder, file)));
  return Math.min(file.size, bytes);
}

/** Errors: CONFLICT when a file of that name has another content, which may be somebody's. */
async function isHere(file: RemoteFile, folder: string, signal: AbortSignal): Promise<boolean> {
  const path = join(folder, file.name);
  const size = await fileSize(path);
  if (size === 0) return false;
  try {
    if (size === file.size && (await checksumOf(path, file.checksum, size, signal)) === file.checksum.hex)
      return true;
  } catch (error) {
    signal.throwIfAborted();
    throw fromSystemError(error, 'cannot-read', path);
  }
  throw new QuartetError('CONFLICT', hostMessage('other-file-there', { file: path }));
}

/** Bytes as people say them: 12.9 MiB, 7.0 GiB. */
export function sizeText(bytes: number): string {
  return bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
