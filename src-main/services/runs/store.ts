import { mkdir } from 'node:fs/promises';
import type { Services } from '../context.ts';
import { changedFields } from '../sharing/fields.ts';
import { recordEdits } from '../sharing/record.ts';
import type { RunDocument } from './document.ts';
import { readRunDocument, runFolder, writeRunDocument, type RunFolder } from './folder.ts';
import { indexDocument } from './indexing.ts';

/** The folder of a run of this home. */
export function folderOf({ paths }: Services, id: string): RunFolder {
  return runFolder(paths.runs, id);
}

/** A run as its folder tells it. */
export async function loadRun(services: Services, id: string): Promise<RunDocument> {
  return readRunDocument(folderOf(services, id));
}

/** Writes `run.json` first and then the history, which can be made from it again. */
export async function storeRun(services: Services, run: RunDocument): Promise<void> {
  const folder = folderOf(services, run.id);
  await mkdir(folder.folder, { recursive: true });
  await writeRunDocument(folder, run);
  indexDocument(services.history, run);
  services.runStored?.(run.id);
}

/** Changes a run, in its folder and in the history, and keeps what people said for team mates; null changes nothing. Returns the run as it is now. */
export async function updateRun(
  services: Services,
  id: string,
  change: (run: RunDocument) => Partial<RunDocument> | null,
): Promise<RunDocument> {
  const after = (changing.get(id) ?? Promise.resolve()).then(async () => {
    const before = await loadRun(services, id);
    const changes = change(before);
    if (changes === null) return before;
    const run = { ...before, ...changes };
    recordEdits(services, changedFields(before, run));
    await storeRun(services, run);
    return run;
  });
  const settled = after.then(nothing, nothing);
  changing.set(id, settled);
  await settled;
  if (changing.get(id) === settled) changing.delete(id);
  return after;
}

// One change of a run waits for the other: a note that is typed while a run ends must not undo its end.
const changing = new Map<string, Promise<void>>();

function nothing(): void {}

/** A run's events and one more, that happened now. */
export function withEvent({ events }: RunDocument, kind: string, message: string): RunDocument['events'] {
  return [...events, { at: now(), kind, message }];
}

/** This moment, as documents write it. */
export function now(): string {
  return new Date().toISOString();
}
