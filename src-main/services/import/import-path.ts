import { stat } from 'node:fs/promises';
import { basename, extname, relative, resolve } from 'node:path';
import { QuartetError } from '../../common/errors.ts';
import type { ImportItem } from '../../contract/index.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { Services } from '../context.ts';
import type { RunDocument } from '../runs/document.ts';
import { importAdapter, inspectAdapter, type ToldAdapter } from './adapter.ts';
import { findParcels, type Parcel } from './find-parcels.ts';
import { conflictOf, importRunFolder, inspectRunFolder } from './run-folder.ts';
import { importSubmission, inspectSubmission, type ToldSubmission } from './submission.ts';
import { withStaging } from './staging.ts';
import { unzip } from './unzip.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** What people tell with what they import; each applies where it is not known already. */
export interface Told {
  /** Of submissions and adapters; a run names its own. */
  readonly challengeId: string | null;
  readonly member: string | null;
  /** When a submission was handed in, milliseconds since 1970. */
  readonly at: number | null;
  readonly public: number | null;
  readonly private: number | null;
  readonly note: string;
  /** How an adapter is to be asked, and where its base model lies. */
  readonly recipe: Recipe;
  readonly modelFolder: string | null;
}

/** Whether to look only (`preview`) or to import. */
export interface ImportMode {
  readonly preview: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Run archives that open with Quartet have an ending of their own; inside they are zips. */
const archives = ['.zip', '.qrun'];

type Outcome = Pick<ImportItem, 'verdict' | 'message'> & { readonly run: RunDocument | null };

/**
 * Imports all that lies at a path: a run folder, a zip of runs, a folder of such, a PEFT adapter folder, a
 * submission.csv. What cannot be imported is told and keeps nothing else from it. Errors: NOT_FOUND; INVALID_INPUT when
 * there is nothing at all.
 */
export async function importPath(
  services: Services,
  path: string,
  told: Told,
  mode: ImportMode,
): Promise<ImportItem[]> {
  const place = resolve(path);
  if (!archives.includes(extname(place).toLowerCase())) return importFrom(services, place, told, mode);
  return withStaging(services.paths, async (folder) => {
    await unzip(place, folder, undefined, mode.signal);
    return importFrom(services, folder, told, mode, basename(place));
  });
}

async function importFrom(
  services: Services,
  place: string,
  told: Told,
  mode: ImportMode,
  name = basename(place),
): Promise<ImportItem[]> {
  const items: ImportItem[] = [];
  for (const parcel of await findParcels(place)) {
    mode.signal?.throwIfAborted();
    const below = relative(place, parcel.path);
    const { run, ...outcome } = await outcomeOf(services, parcel, told, mode);
    items.push({
      kind: parcel.kind,
      path: below === '' ? name : `${name}/${below.replaceAll('\\', '/')}`,
      ...outcome,
      run: run && shortOf(run),
    });
  }
  return items;
}

function shortOf(run: RunDocument): NonNullable<ImportItem['run']> {
  const { id, name, member, kind, model, challenge, submission, result, created } = run;
  const scores = submission?.scores ?? [];
  const score = scores.find(({ source }) => source === 'kaggle') ?? scores[0];
  const { accuracy, low, high } = result?.validation ?? {};
  return {
    id,
    name,
    member,
    kind,
    model: model.name,
    challengeId: challenge.sha256,
    challengeName: challenge.name,
    challengeHere: challenge.source !== null,
    created: Date.parse(created),
    validation:
      accuracy === undefined || low === undefined || high === undefined ? null : { accuracy, low, high },
    public: score?.public ?? null,
    letters: submission?.counts ?? null,
    flags: submission?.flags ?? [],
  };
}

async function outcomeOf(services: Services, parcel: Parcel, told: Told, mode: ImportMode): Promise<Outcome> {
  try {
    if (parcel.kind === 'run') return await runOutcome(services, parcel.path, told, mode);
    if (parcel.kind === 'adapter') {
      const adapter = await adapterOf(parcel.path, told);
      const work = mode.preview ? inspectAdapter : importAdapter;
      return { ...(await work(services, adapter)), message: null };
    }
    const submission = await submissionOf(parcel.path, told);
    const work = mode.preview ? inspectSubmission : importSubmission;
    const { run, verdict } = await work(services, submission);
    return { run, verdict, message: null };
  } catch (error) {
    if (!(error instanceof QuartetError) || error.code === 'INTERNAL') throw error;
    const verdict = error.code === 'CONFLICT' ? 'conflict' : 'broken';
    return { run: null, verdict, message: error.message };
  }
}

async function runOutcome(services: Services, path: string, told: Told, mode: ImportMode): Promise<Outcome> {
  if (!mode.preview)
    return { ...(await importRunFolder(services, path, { member: told.member })), message: null };
  const found = await inspectRunFolder(services, path);
  return {
    run: { ...found.run, member: found.run.member ?? told.member },
    verdict: found.verdict,
    message: found.verdict === 'conflict' ? conflictOf(found).message : null,
  };
}

async function submissionOf(file: string, told: Told): Promise<ToldSubmission> {
  return {
    ...told,
    file,
    challengeId: challengeOf(told, file),
    at: told.at === null ? null : new Date(told.at).toISOString(),
    writtenAt: await writtenAt(file),
  };
}

async function adapterOf(folder: string, told: Told): Promise<ToldAdapter> {
  return {
    ...told,
    folder,
    challengeId: challengeOf(told, folder),
    at: told.at === null ? await writtenAt(folder) : new Date(told.at).toISOString(),
  };
}

function challengeOf({ challengeId }: Told, path: string): string {
  if (challengeId !== null) return challengeId;
  throw new QuartetError('INVALID_INPUT', hostMessage('challenge-not-named', { name: basename(path) }));
}

async function writtenAt(path: string): Promise<string> {
  return (await stat(path)).mtime.toISOString();
}
