import { existsSync } from 'node:fs';
import { QuartetError } from '../../common/errors.ts';
import { sha256 } from '../../common/hash.ts';
import { canonicalJson } from '../../recipe/canonical-json.ts';
import type { Services } from '../context.ts';
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

/** Looks at the model that a run is to answer with on this machine. Errors: NOT_FOUND; CONFLICT when it is not the model that the run was made with. */
export async function sameModel(
  { resources }: Services,
  run: RunDocument,
  folder: string,
): Promise<ModelReference> {
  const model = await identifyModel(resources, folder);
  if (run.model.fingerprint !== '' && run.model.fingerprint !== model.fingerprint)
    throw new QuartetError(
      'CONFLICT',
      hostMessage('other-weights', { folder: model.folder, model: run.model.name, run: run.name }),
    );
  return model;
}

/** Tells an adapter from elsewhere which model on this machine it belongs to. */
export async function adoptModel(services: Services, run: RunDocument, folder: string): Promise<RunDocument> {
  const { name, fingerprint } = await sameModel(services, run, folder);
  const recipe = { ...run.recipe, model: { ...run.recipe.model, folder } };
  return updateRun(services, run.id, () => ({
    model: { name, fingerprint },
    recipe,
    recipeHash: sha256(canonicalJson(recipe)),
  }));
}
