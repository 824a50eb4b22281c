import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** A file and what it is called inside an archive. */
export interface ZipEntry {
  readonly path: string;
  readonly name: string;
}

/** A run folder's files under the run's id, without checkpoints and half-written ones. */
export async function runEntries(folder: string, id: string): Promise<ZipEntry[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).startsWith('checkpoints') && !path.endsWith('.tmp'))
    .sort()
    .map((path) => ({ path, name: `${id}/${relative(folder, path).replaceAll(sep, '/')}` }));
}

/** Writes files as a zip, as fast as `out` takes them, and ends it. */
export async function writeZip(out: Writable, entries: readonly ZipEntry[]): Promise<void> {
  const done = finished(out);
  const zip = new Zip((error, chunk, last) => {
    if (error) out.destroy(error);
    else if (last) out.end(chunk);
    else out.write(chunk);
  });
  for (const { path, name } of entries) {
    // Weights do not shrink: they are only stored.
    const entry = name.endsWith('.safetensors')
      ? new ZipPassThrough(name)
      : new ZipDeflate(name, { level: 6 });
    zip.add(entry);
    for await (const chunk of createReadStream(path)) {
      entry.push(chunk as Buffer);
      if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), done]);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  await done;
}
