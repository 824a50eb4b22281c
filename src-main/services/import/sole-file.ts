import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The only thing in a folder, so that one file that was sent keeps its name; else the folder itself. */
export async function soleFile(folder: string): Promise<string> {
  const names = await readdir(folder);
  return names.length === 1 && names[0] !== undefined ? join(folder, names[0]) : folder;
}
