import { createWriteStream, existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import type { Services } from './context.ts';
import { runEntries, writeZip } from './export-zip.ts';
import { folderOf, loadRun } from './runs/store.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** The adapter folder of a run. Errors: NOT_FOUND when it has none. */
export async function adapterOf(services: Services, id: string): Promise<string> {
  const { adapter } = folderOf(services, id);
  if (existsSync(join(adapter, 'adapter_config.json'))) return adapter;
  const run = await loadRun(services, id);
  throw new QuartetError(
    'NOT_FOUND',
    hostMessage('run-has-no-adapter', { name: run.name, status: run.status }),
  );
}

/** Copies a run's PEFT adapter folder to `target`, which must not exist yet. */
export async function exportAdapter(services: Services, id: string, target: string): Promise<string> {
  const adapter = await adapterOf(services, id);
  const folder = resolve(target);
  refuseExisting(folder);
  await cp(adapter, folder, { recursive: true, errorOnExist: true, force: false }).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-write', folder);
  });
  return folder;
}

/** Packs a run's folder, without checkpoints, into a zip file `target` that a team mate can import. */
export async function exportZip(services: Services, id: string, target: string): Promise<string> {
  const file = resolve(target);
  refuseExisting(file);
  const entries = await runEntries(folderOf(services, id).folder, id);
  const neighbour = `${file}.tmp`;
  try {
    await writeZip(createWriteStream(neighbour), entries);
    await rename(neighbour, file);
  } catch (error) {
    await rm(neighbour, { force: true });
    throw fromSystemError(error, 'cannot-write', file);
  }
  return file;
}

/** Errors: CONFLICT where something lies at the path already. */
export function refuseExisting(path: string): void {
  if (existsSync(path)) throw new QuartetError('CONFLICT', hostMessage('target-is-there', { file: path }));
}
