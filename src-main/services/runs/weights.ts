import { existsSync } from 'node:fs';
import { QuartetError } from '../../common/errors.ts';
import { sha256 } from '../../common/hash.ts';
import { canonicalJson } from '../../recipe/canonical-json.ts';
import type { Services } from '../context.ts';
import { changedFiles } from '../model-files.ts';
import { identifyModel, type ModelReference } from '../models.ts';
import type { RunDocument } from './document.ts';
import { folderOf, updateRun } from './store.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** The adapter folder that a run answers with; null for the model as it came. Errors: NOT_FOUND before there are weights, UNSUPPORTED for a submission from elsewhere. */
export function weightsOf(services: Services, run: RunDocument): string | null {
  if (run.kind === 'submission')
    throw new QuartetError('UNSUPPORTED', hostMessage('no-weights-elsewhere', { name: run.name }));
  if (run.kind === 'zero-shot') return null;
  const { adapter } = folderOf(services, run.id);
  if (existsSync(adapter)) return adapter;
  if (run.status === 'done')
    throw new QuartetError('NOT_FOUND', hostMessage('no-weights-imported', { name: run.name }));
  throw new QuartetError('NOT_FOUND', hostMessage('no-weights-yet', { name: run.name, status: run.status }));
}

/** Looks at the model that a run is to work with on this machine: the one it was made with, or `folder` where that lies elsewhere now. Errors: NOT_FOUND; CONFLICT, with the files that differ, when it is not the model that the run was made with. */
export async function sameModel(
  services: Services,
  run: RunDocument,
  folder: string = run.recipe.model.folder,
): Promise<ModelReference> {
  const model = await identifyModel(services, folder);
  const { name, fingerprint, files } = run.model;
  const changed = files ? changedFiles(files, model.files) : [];
  if (changed.length > 0)
    throw new QuartetError(
      'CONFLICT',
      hostMessage('model-changed', { folder: model.folder, run: run.name, names: changed.join(', ') }),
    );
  if (fingerprint !== '' && fingerprint !== model.fingerprint)
    throw new QuartetError(
      'CONFLICT',
      hostMessage('other-weights', { folder: model.folder, model: name, run: run.name }),
    );
  return model;
}

/** What to say when the model here is not the one that a run was made with; null when it is, or lies on another machine. */
export async function modelWarning(services: Services, run: RunDocument): Promise<string | null> {
  try {
    await sameModel(services, run);
    return null;
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    return error.code === 'NOT_FOUND' ? null : error.message;
  }
}

/** Tells an adapter from elsewhere which model on this machine it belongs to. */
export async function adoptModel(services: Services, run: RunDocument, folder: string): Promise<RunDocument> {
  const { name, fingerprint, files } = await sameModel(services, run, folder);
  const recipe = { ...run.recipe, model: { ...run.recipe.model, folder } };
  return updateRun(services, run.id, () => ({
    model: { name, fingerprint, files },
    recipe,
    recipeHash: sha256(canonicalJson(recipe)),
  }));
}
