import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { matches } from './checksum.ts';
import { downloadFile, partOf, sizeOf } from './download-file.ts';
import type { HubAccess } from './hub-access.ts';
import type { DownloadPlan, RemoteFile } from './plan.ts';
import { hostMessage } from '../../messages/host-messages.ts';

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
    const sizes = plan.files.map(async (file) =>
      Math.min(file.size, (await sizeOf(join(folder, file.name))) || (await sizeOf(partOf(folder, file)))),
    );
    const hereBytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    const { bavail, bsize } = await statfs(folder);
    const prospect = { hereBytes, freeBytes: bavail * bsize };
    const missing = plan.totalBytes - hereBytes;
    if (missing > prospect.freeBytes)
      throw new QuartetError(
        'OUT_OF_SPACE',
        hostMessage('no-space-for-model', {
          repo: plan.repo,
          missing: sizeText(missing),
          folder,
          free: sizeText(prospect.freeBytes),
        }),
      );
    return prospect;
  } catch (error) {
    throw error instanceof QuartetError ? error : fromSystemError(error, 'cannot-write', folder);
  }
}

/** Brings a folder to hold every file of the plan, checked; what is there already is checked and kept. Errors: CANCELLED (what came is kept and continued), CONFLICT for another file of a needed name, and those of `downloadFile`. */
export async function downloadModel(
  access: HubAccess,
  plan: DownloadPlan,
  folder: string,
  options: { readonly signal: AbortSignal; onProgress(progress: DownloadProgress): void },
): Promise<void> {
  const { hereBytes } = await surveyFolder(plan, folder);
  const { totalBytes } = plan;
  const { signal } = options;
  const began = performance.now();
  let came = 0;
  const tell = (): void =>
    options.onProgress({
      doneBytes: Math.min(hereBytes + came, totalBytes),
      totalBytes,
      perSecond: came === 0 ? null : came / ((performance.now() - began) / 1000),
    });
  const onBytes = (count: number): void => {
    came += count;
    tell();
  };
  try {
    tell();
    for (const file of plan.files)
      if (!(await isHere(file, folder, signal)))
        await downloadFile(file, { access, plan, folder, signal, onBytes });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new QuartetError(
      'CANCELLED',
      hostMessage('download-stopped', {
        done: sizeText(hereBytes + came),
        total: sizeText(totalBytes),
        folder,
      }),
      { cause: error },
    );
  }
}

/** Errors: CONFLICT when a file of that name has another content, which may be somebody's. */
async function isHere(file: RemoteFile, folder: string, signal: AbortSignal): Promise<boolean> {
  const path = join(folder, file.name);
  const size = await sizeOf(path);
  if (size === 0) return false;
  try {
    if (size === file.size && (await matches(path, file, signal))) return true;
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
