import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fromSystemError } from '../common/errors.ts';
import { sha256 } from '../common/hash.ts';
import type { TensorEntry } from './safetensors.ts';

/** Names what is made from these tensors: changes with a file's name, size or time, and with what its header says. */
export async function contentKey(entries: readonly TensorEntry[]): Promise<string> {
  const facts: unknown[] = entries.map(({ name, dtype, shape, offset }) => [name, dtype, shape, offset]);
  for (const file of new Set(entries.map((entry) => entry.file))) {
    const { size, mtimeMs } = await stat(file).catch((error: unknown) => {
      throw fromSystemError(error, 'cannot-open', file);
    });
    facts.push([basename(file), size, mtimeMs]);
  }
  return sha256(JSON.stringify(facts)).slice(0, 32);
}
