import { createHash, type Hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fromSystemError } from '../common/errors.ts';
import { sha256 } from '../common/hash.ts';
import { openSnapshot } from '../data/snapshot.ts';

/** A digest of each file of a model that decides what it answers, by file name. */
export type ModelFiles = Readonly<Record<string, string>>;

/** What Quartet reads of a snapshot beside its weights. */
const described = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'processor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.json',
  'chat_template.jinja',
];

const [samples, sampleBytes, headBytes] = [64, 2 ** 16, 2 ** 20];

/** Digests a model's files: small ones whole; of weights the size, the first MiB and 64 places all over, for 15 GB are not read for each run. Errors: those of `openSnapshot`. */
export async function digestModel(folder: string): Promise<ModelFiles> {
  const { tensors } = await openSnapshot(folder);
  const weights = new Set([...tensors.values()].map(({ file }) => basename(file)));
  const digests: Record<string, string> = {};
  try {
    for (const name of described.filter((each) => existsSync(join(folder, each))))
      digests[name] = sha256(await readFile(join(folder, name)));
    for (const name of [...weights].sort()) digests[name] = await digestWeights(join(folder, name));
  } catch (error) {
    throw fromSystemError(error, 'cannot-read', folder);
  }
  return digests;
}

/** The files that differ between two looks at a model, those included that only one has. */
export function changedFiles(before: ModelFiles, after: ModelFiles): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

async function digestWeights(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const hash = createHash('sha256').update(String(size));
    await addPart(hash, handle, 0, headBytes);
    const step = Math.max(Math.floor(size / samples), sampleBytes);
    for (let at = headBytes; at < size; at += step) await addPart(hash, handle, at, sampleBytes);
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

async function addPart(hash: Hash, handle: FileHandle, at: number, length: number): Promise<void> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  hash.update(buffer.subarray(0, bytesRead));
}
