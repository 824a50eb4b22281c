import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A snapshot folder, its name for people, and a hash that tells one model from another. */
export interface ModelReference {
  readonly folder: string;
  readonly name: string;
  readonly fingerprint: string;
}

/** The snapshot folder that a recipe names: `tiny-vl` is the one that ships. Errors: NOT_FOUND. */
export function modelFolder(resources: string, name: string): string {
  const folder = name === 'tiny-vl' ? join(resources, 'tiny-vl') : resolve(name);
  if (!existsSync(join(folder, 'config.json')))
    throw new QuartetError('NOT_FOUND', hostMessage('no-model', { folder }));
  return folder;
}

/** Reads what identifies a model. */
export async function identifyModel(resources: string, name: string): Promise<ModelReference> {
  const folder = modelFolder(resources, name);
  return { folder, name: basename(folder), fingerprint: await fingerprint(folder) };
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
