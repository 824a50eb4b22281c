import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { knownSource } from '../challenge-of-run.ts';
import type { Services } from '../context.ts';
import type { RunDocument } from '../runs/document.ts';
import { runFolder, type RunFolder } from '../runs/folder.ts';
import { folderOf, loadRun, updateRun, withEvent } from '../runs/store.ts';
import { checkRunFolder } from './check-run.ts';
import { landRun } from './land.ts';
import { adapterFilesIn, contentOf, differingParts } from './run-content.ts';
import { withStaging } from './staging.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** A run folder from elsewhere, and how it stands to the runs of this home. */
export interface FoundRun {
  readonly run: RunDocument;
  readonly source: RunFolder;
  /** `conflict`: another run has this id; `differs` names in what. */
  readonly verdict: 'new' | 'here' | 'conflict';
  readonly differs: readonly string[];
}

/** Looks at a run folder anywhere on the disk and changes nothing. Errors: INVALID_INPUT for one that is incomplete or no run. */
export async function inspectRunFolder(services: Services, folder: string): Promise<FoundRun> {
  const source = runFolder(dirname(resolve(folder)), basename(resolve(folder)));
  const run = await checkRunFolder(source);
  const ours = folderOf(services, run.id);
  if (!existsSync(ours.document)) return { run, source, verdict: 'new', differs: [] };
  const differs = differingParts(
    await contentOf(await loadRun(services, run.id), ours),
    await contentOf(run, source),
  );
  return { run, source, verdict: differs.length > 0 ? 'conflict' : 'here', differs };
}

/**
 * Takes a run folder into this home, whole or not at all; it is then as if it had been run here. A run that is here
 * already stays as it is, but gets scores and weights that it did not have. Errors: those of `inspectRunFolder`; CONFLICT when
 * another run has the same id.
 */
export async function importRunFolder(
  services: Services,
  folder: string,
  options: { readonly member?: string | null } = {},
): Promise<{ run: RunDocument; verdict: 'new' | 'here' }> {
  const found = await inspectRunFolder(services, folder);
  if (found.verdict === 'conflict') throw conflictOf(found);
  if (found.verdict === 'here') {
    await takeWeights(services, found);
    return { run: await takeScores(services, found.run), verdict: 'here' };
  }
  const run = asOwn(services, found.run, options.member ?? null);
  await withStaging(services.paths, (place) =>
    landRun(services, run, place, async (staged) => {
      for (const file of filesOf(found.source)) await copyInto(staged.folder, found.source.folder, file);
    }),
  );
  return { run, verdict: 'new' };
}

/** What to say of a run whose id another run has here. */
export function conflictOf({ run, differs }: Pick<FoundRun, 'run' | 'differs'>): QuartetError {
  return new QuartetError(
    'CONFLICT',
    hostMessage('run-conflict', { name: run.name, id: run.id, differs: differs.join(', ') }),
  );
}

/** The run as this machine keeps it: its challenge lies elsewhere, and its checkpoints did not come along. */
function asOwn(services: Services, run: RunDocument, member: string | null): RunDocument {
  return {
    ...run,
    challenge: { ...run.challenge, source: knownSource(services, run.challenge.sha256) },
    owner: null,
    outcome: run.outcome && { ...run.outcome, resumable: false },
    member: run.member ?? member,
    submission: run.submission && { ...run.submission, member: run.submission.member ?? member },
    events: withEvent(run, 'imported', ''),
  };
}

/** What is taken from a run folder; checkpoints, half-written and foreign files stay behind. */
function filesOf(source: RunFolder): string[] {
  return [
    source.metrics,
    source.predictions,
    source.submission,
    source.log,
    source.preflight,
    ...weightsOf(source),
  ].filter(existsSync);
}

function weightsOf({ adapter }: RunFolder): string[] {
  return adapterFilesIn(adapter).map((name) => join(adapter, name));
}

async function copyInto(to: string, from: string, file: string): Promise<void> {
  const target = join(to, relative(from, file));
  try {
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, target, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw fromSystemError(error, 'cannot-copy', file);
  }
}

/** A run may have come without its weights, which are large, and with them later. */
async function takeWeights(services: Services, { run, source }: FoundRun): Promise<void> {
  const ours = folderOf(services, run.id);
  if (existsSync(ours.adapter) || !existsSync(source.adapter)) return;
  await withStaging(services.paths, async (place) => {
    for (const file of weightsOf(source)) await copyInto(place, source.adapter, file);
    await rename(place, ours.adapter);
  });
}

/** A copy that was handed over again may know what Kaggle said in the meantime. */
async function takeScores(services: Services, copy: RunDocument): Promise<RunDocument> {
  const ours = await loadRun(services, copy.id);
  const known = new Set(ours.submission?.scores.map(({ source }) => source));
  const fresh = copy.submission?.scores.filter(({ source }) => !known.has(source)) ?? [];
  if (!ours.submission || fresh.length === 0) return ours;
  return updateRun(services, copy.id, ({ submission }) => ({
    submission: submission && { ...submission, scores: [...submission.scores, ...fresh] },
  }));
}
