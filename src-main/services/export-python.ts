import { QuartetError } from '../common/errors.ts';
import { writeFileAtomic } from '../common/atomic-file.ts';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { knownSource } from './challenge-of-run.ts';
import { smallModelFolder } from '../recipe/small-model.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Services } from './context.ts';
import { modelFolder } from './models.ts';
import { refuseExisting } from './export.ts';
import { challengeFiles, unknownFiles } from './python-export/challenge-files.ts';
import { pythonScript } from './python-export/script.ts';
import type { RunDocument } from './runs/document.ts';
import { loadRun } from './runs/store.ts';
import { modelWarning } from './runs/weights.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A run as one Python script, with what changed against another run marked. Errors: NOT_FOUND, UNSUPPORTED for a run whose recipe nobody knows. */
export async function pythonOf(services: Services, id: string, againstId: string | null): Promise<string> {
  const run = await loadRun(services, id);
  const against = againstId === null ? null : await loadRun(services, againstId);
  for (const one of against ? [run, against] : [run]) requireRecipe(one);
  const source = run.challenge.source ?? knownSource(services, run.challenge.sha256);
  // A team mate's run knows its challenge's folder on another machine only.
  const here = source !== null && existsSync(source.folder);
  return pythonScript(services.resources, {
    name: run.name,
    recipe: withModelFound(services, run.recipe),
    trains: run.kind === 'train',
    challenge: here ? await challengeFiles(source) : unknownFiles,
    codeVersion: services.codeVersion,
    warning: await modelWarning(services, run),
    against: against && { name: against.name, recipe: withModelFound(services, against.recipe) },
  });
}

/** Writes a run as a Python script to `target`, which must not exist yet. */
export async function exportPython(
  services: Services,
  { id, against, target }: { readonly id: string; readonly against: string | null; readonly target: string },
): Promise<string> {
  const file = resolve(target);
  refuseExisting(file);
  await writeFileAtomic(file, await pythonOf(services, id, against));
  return file;
}

function requireRecipe({ name, kind, unknownFields }: RunDocument): void {
  if (kind === 'train' || kind === 'zero-shot') {
    if (unknownFields.length === 0) return;
  }
  throw new QuartetError('UNSUPPORTED', hostMessage('no-script-for-imported', { name }));
}

/** The small checkpoint lies where Quartet does; Python must be told where that is. */
function withModelFound(services: Services, recipe: Recipe): Recipe {
  const folder = recipe.model.folder;
  if (folder !== smallModelFolder) return recipe;
  return { ...recipe, model: { ...recipe.model, folder: modelFolder(services, folder) } };
}
