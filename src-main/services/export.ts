import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { cp, readdir, rename, rm } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import type { Services } from './context.ts';
import { folderOf, loadRun } from './runs/store.ts';

/** Copies a run's PEFT adapter folder to `target`, which must not exist yet. */
export async function exportAdapter(services: Services, id: string, target: string): Promise<string> {
  const { adapter } = folderOf(services, id);
  if (!existsSync(join(adapter, 'adapter_config.json'))) {
    const run = await loadRun(services, id);
    throw new QuartetError('NOT_FOUND', `${run.name} has no adapter: it is ${run.status}.`);
  }
  const folder = resolve(target);
  refuseExisting(folder);
  await cp(adapter, folder, { recursive: true, errorOnExist: true, force: false }).catch((error: unknown) => {
    throw fromSystemError(error, `Copying the adapter to ${folder}`);
  });
  return folder;
}

/** Packs a run's folder, without checkpoints, into a zip file `target` that a team mate can import. */
export async function exportZip(services: Services, id: string, target: string): Promise<string> {
  const { folder } = folderOf(services, id);
  const file = resolve(target);
  refuseExisting(file);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).startsWith('checkpoints') && !path.endsWith('.tmp'))
    .sort();
  const neighbour = `${file}.tmp`;
  try {
    await writeZip(
      neighbour,
      files.map((path) => ({ path, name: join(id, relative(folder, path)).replaceAll(sep, '/') })),
    );
    await rename(neighbour, file);
  } catch (error) {
    await rm(neighbour, { force: true });
    throw fromSystemError(error, `Writing ${file}`);
  }
  return file;
}

function refuseExisting(path: string): void {
  if (existsSync(path))
    throw new QuartetError('CONFLICT', `${path} is there already. Name another place with --out.`);
}

async function writeZip(file: string, entries: readonly { path: string; name: string }[]): Promise<void> {
  const out = createWriteStream(file);
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
