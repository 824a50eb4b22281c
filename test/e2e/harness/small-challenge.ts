import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../src-main/common/package-root.ts';

/** How many rows of each file are enough for a run of 64 samples that is answered in seconds. */
const rows = { 'train.csv': 64, 'test.csv': 48, 'solution.csv': 48 };

/** Writes the first rows of the sample challenge as a challenge of its own; returns its folder. */
export async function writeSmallChallenge(folder: string): Promise<string> {
  const sample = join(packageRoot(), 'resources', 'sample-challenge');
  await mkdir(folder, { recursive: true });
  await symlink(join(sample, 'pictures'), join(folder, 'pictures'));
  for (const [file, count] of Object.entries(rows)) {
    const lines = (await readFile(join(sample, file), 'utf8')).split('\n');
    await writeFile(join(folder, file), `${lines.slice(0, count + 1).join('\n')}\n`);
  }
  return folder;
}
