import { QuartetError } from '../../common/errors.ts';
import type { Launch, RunSummary } from '../../contract/index.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { setField } from '../../recipe/set.ts';
import { openKnownChallenge } from '../challenge-browser.ts';
import type { Services } from '../context.ts';
import type { Queue } from '../queue.ts';
import { removeRun } from './control.ts';
import { createRun } from './create.ts';
import { getRun } from '../../history/runs.ts';
import { runSummaries } from './summary.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** More would be a mistake of a click, and a week of computing. */
const most = 32;

/** Makes the runs of a launch and queues them; all or none. Errors: INVALID_INPUT for a recipe that cannot work, NOT_FOUND for challenge or model. */
export async function launchMany(services: Services, queue: Queue, launch: Launch): Promise<RunSummary[]> {
  const { source } = await openKnownChallenge(services, launch.challengeId);
  const recipes = combinations(launch.recipe, launch.vary);
  if (recipes.length > most)
    throw new QuartetError('INVALID_INPUT', hostMessage('too-many-runs', { runs: recipes.length, most }));
  const { kind, note, member } = launch;
  const parent = launch.parentId;
  const name = launch.name ?? (parent === null ? undefined : getRun(services.history, parent)?.name);
  const ids: string[] = [];
  try {
    for (const recipe of recipes) {
      const common = { challenge: source, recipe, kind, parent, note, member };
      ids.push((await createRun(services, { ...common, ...(name && { name }) })).id);
    }
  } catch (error) {
    for (const id of ids) await removeRun(services, queue, id);
    throw error;
  }
  queue.add(ids, launch.at);
  return runSummaries(services, ids);
}

/** Every combination of the values, the last field changing fastest. */
function combinations(recipe: Recipe, vary: Launch['vary']): Recipe[] {
  return vary.reduce<Recipe[]>(
    (recipes, { path, values }) =>
      recipes.flatMap((base) => values.map((value) => setField(base, path, asText(value)))),
    [recipe],
  );
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
