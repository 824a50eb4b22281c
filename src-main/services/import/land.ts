import { mkdir, rename } from 'node:fs/promises';
import { fromSystemError } from '../../common/errors.ts';
import type { Services } from '../context.ts';
import type { RunDocument } from '../runs/document.ts';
import { runFolder, writeRunDocument, type RunFolder } from '../runs/folder.ts';
import { indexDocument, indexFiles } from '../runs/indexing.ts';
import { folderOf } from '../runs/store.ts';
import { recordArrival } from '../sharing/record.ts';

/** Makes a run's folder whole or not at all: `fill` writes the files beside run.json. The history follows. */
export async function landRun(
  services: Services,
  run: RunDocument,
  place: string,
  fill: (staged: RunFolder) => Promise<void>,
): Promise<void> {
  const target = folderOf(services, run.id);
  const staged = runFolder(place, run.id);
  await mkdir(staged.folder, { recursive: true });
  await fill(staged);
  await writeRunDocument(staged, run);
  await mkdir(services.paths.runs, { recursive: true });
  await rename(staged.folder, target.folder).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-move', target.folder);
  });
  indexDocument(services.history, run);
  await indexFiles(services.history, run.id, target);
  recordArrival(services, run);
  services.runStored?.(run.id);
}
