import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import { unfinishedDownload } from '../data/unfinished-download.ts';
import { smallModelFolder } from '../recipe/small-model.ts';
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

/** The snapshot folder that a recipe names: a path, a repository in Hugging Face's cache, or `tiny-vl`, which ships. Errors: NOT_FOUND. */
export function modelFolder(resources: string, name: string): string {
  const folder = name === smallModelFolder ? join(resources, name) : resolve(name);
  if (isRepoId(name) && !existsSync(folder)) return inCache(name);
  if (!existsSync(join(folder, 'config.json')))
    throw unfinishedDownload(folder) ?? new QuartetError('NOT_FOUND', hostMessage('no-model', { folder }));
  return folder;
}

function inCache(repo: string): string {
  const folder = cachedSnapshot(repo);
  if (folder === null)
    throw new QuartetError('NOT_FOUND', hostMessage('no-model-called', { repo, cache: huggingFaceCache() }));
  return folder;
}

/** Reads what identifies a model. Errors: NOT_FOUND for files that are not there, INVALID_INPUT for damaged ones. */
export async function identifyModel(resources: string, name: string): Promise<ModelReference> {
  const folder = modelFolder(resources, name);
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
