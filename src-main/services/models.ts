import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import type { HomePaths } from '../common/paths.ts';
import { unfinishedDownload } from '../data/unfinished-download.ts';
import { smallModelFolder } from '../recipe/small-model.ts';
import type { Services } from './context.ts';
import { digestModel, type ModelFiles } from './model-files.ts';
import { cachedSnapshot, huggingFaceCache, isRepoId, snapshotName } from './hugging-face-cache.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A snapshot folder, its name for people, and a hash that tells one model from another. */
export interface ModelReference {
  readonly folder: string;
  readonly name: string;
  readonly fingerprint: string;
  /** What tells which of its files changed. */
  readonly files: ModelFiles;
}

/** Where models lie that are named without a path: those that ship, and those that were downloaded. */
export type ModelPlaces = Pick<Services, 'resources' | 'paths'>;

/** The snapshot folder that a recipe names: a path, a repository that `quartet models get` or Hugging Face's own tools downloaded, or `tiny-vl`, which ships. Errors: NOT_FOUND. */
export function modelFolder(places: ModelPlaces, name: string): string {
  const folder = placeOf(places, name);
  if (!existsSync(join(folder, 'config.json')))
    throw unfinishedDownload(folder) ?? new QuartetError('NOT_FOUND', hostMessage('no-model', { folder }));
  return folder;
}

function placeOf({ resources, paths }: ModelPlaces, name: string): string {
  if (name === smallModelFolder) return join(resources, name);
  const folder = resolve(name);
  if (!isRepoId(name) || existsSync(folder)) return folder;
  const downloaded = downloadFolder(paths, name);
  const unfinished = unfinishedDownload(downloaded);
  if (unfinished === null && existsSync(join(downloaded, 'config.json'))) return downloaded;
  const cached = cachedSnapshot(name);
  if (cached === null) throw unfinished ?? nowhere(name, downloaded);
  return cached;
}

/** The folder into which a repository's snapshot is downloaded. */
export function downloadFolder({ models }: Pick<HomePaths, 'models'>, repo: string): string {
  return join(models, ...repo.split('/'));
}

function nowhere(repo: string, folder: string): QuartetError {
  const message = hostMessage('no-model-called', { repo, folder, cache: huggingFaceCache() });
  return new QuartetError('NOT_FOUND', message);
}

/** Reads what identifies a model. Errors: NOT_FOUND for files that are not there, INVALID_INPUT for damaged ones. */
export async function identifyModel(places: ModelPlaces, name: string): Promise<ModelReference> {
  const folder = modelFolder(places, name);
  // First, for it looks whether all is there: a model of which a part is missing would pass for another one.
  const files = await digestModel(folder);
  return { folder, name: snapshotName(folder), fingerprint: await fingerprint(folder), files };
}

/** SHA-256 over config.json and, of each weights file, its name, size and first MiB: 15 GB are not read for each run. */
async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    hash.update(await readFile(join(folder, 'config.json')));
    const weights = (await readdir(folder)).filter((file) => file.endsWith('.safetensors')).sort();
    for (const file of weights) hash.update(file).update(await beginning(join(folder, file)));
  } catch (error) {
    throw fromSystemError(error, 'cannot-read', folder);
  }
  return hash.digest('hex');
}

async function beginning(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2 ** 20), 0, 2 ** 20, 0);
    return Buffer.concat([Buffer.from(`\n${size}\n`), buffer.subarray(0, bytesRead)]);
  } finally {
    await handle.close();
  }
}
