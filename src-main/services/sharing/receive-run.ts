import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { QuartetError } from '../../common/errors.ts';
import { getRun } from '../../history/runs.ts';
import { saveSharedRun } from '../../history/shared-folder.ts';
import { knownSource } from '../challenge-of-run.ts';
import type { Services } from '../context.ts';
import { withStaging } from '../import/staging.ts';
import type { RunDocument } from '../runs/document.ts';
import { readRunDocument, runFolder } from '../runs/folder.ts';
import { indexFiles } from '../runs/indexing.ts';
import { folderOf, loadRun, storeRun } from '../runs/store.ts';
import { changeBy, editsOfRun } from './apply.ts';
import type { SharedPaths } from './layout.ts';
import { copyFile, missingFiles, readManifest, type Manifest } from './manifest.ts';
import type { PublishedRun } from './run-names.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** Whether a published run was taken, or what it waits for. */
export type Received =
  { readonly taken: true } | { readonly taken: false; readonly missing: readonly string[] };

/** Takes a published run, or the newer state of one, if it is complete. Errors: INVALID_INPUT, UNSUPPORTED where it is complete and cannot be used. */
export async function receiveRun(
  services: Services,
  { runs }: SharedPaths,
  published: PublishedRun,
  signal?: AbortSignal,
): Promise<Received> {
  const folder = join(runs, published.name);
  const manifest = await readManifest(folder);
  if (!manifest) return { taken: false, missing: ['manifest.json'] };
  const missing = await missingFiles(folder, manifest);
  if (missing.length > 0) return { taken: false, missing };
  await withStaging(services.paths, async (staged) => {
    await stage(folder, staged, manifest, signal);
    await place(services, staged, manifest, published);
  });
  return { taken: true };
}

async function stage(from: string, to: string, { files }: Manifest, signal?: AbortSignal): Promise<void> {
  for (const { path, bytes, sha256 } of files) {
    const copied = await copyFile(join(from, path), join(to, path), signal);
    if (copied.bytes !== bytes || copied.sha256 !== sha256)
      throw new QuartetError(
        'INVALID_INPUT',
        hostMessage('published-run-damaged', { file: join(from, path) }),
      );
  }
}

async function place(
  services: Services,
  staged: string,
  { run: id, made, files }: Manifest,
  published: PublishedRun,
): Promise<void> {
  const document = join(staged, 'run.json');
  const run = await readRunDocument({ ...runFolder(staged, '.'), document });
  if (run.id !== id || id !== published.runId)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('published-other-run', { folder: published.name, id: run.id }),
    );
  const known = getRun(services.history, id) !== undefined;
  const target = folderOf(services, id);
  for (const { path } of files)
    if (path !== 'run.json') {
      const to = join(target.folder, path);
      await mkdir(dirname(to), { recursive: true });
      await rename(join(staged, path), to);
    }
  await storeRun(services, asOurs(services, run, known ? await loadRun(services, id) : null));
  await indexFiles(services.history, id, target);
  const { revision, author } = published;
  saveSharedRun(services.history, { runId: id, revision, author, made });
  services.runStored?.(id);
}

/** A team mate's run as it is kept here: with what was said of it since, and with where its challenge lies on this machine. */
function asOurs(services: Services, run: RunDocument, before: RunDocument | null): RunDocument {
  const said = changeBy(editsOfRun(services.history, run), run) ?? run;
  const source = before?.challenge.source ?? knownSource(services, run.challenge.sha256);
  const challenge = { ...run.challenge, source };
  // Only where it was made are there checkpoints to go on from.
  const outcome = before?.status === run.status ? before.outcome : run.outcome;
  return { ...said, challenge, outcome };
}
