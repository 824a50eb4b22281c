import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of Quartet's package.json, from the sources as from a bundle; `resources/` lies in it. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return unpacked(folder);
}

/** The desktop app's code runs from an archive, which a plain Node cannot read: what engines need lies beside it. */
export function unpacked(folder: string): string {
  return folder.replace(/app\.asar$/, 'app.asar.unpacked');
}
