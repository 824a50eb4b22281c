import type { Precedent } from '../contract/index.ts';
import { endedRuns, type EndedRun } from '../history/precedents.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { extremesOf, timesUsual, type Extreme } from '../recipe/usual.ts';
import type { Services } from './context.ts';
import { storedRecipe } from './recipes.ts';

/** Below this public score answers are guesses. */
const chance = 0.3;

/** Runs that are looked at, the newest ones: a recipe is judged at every change of it. */
const mostRuns = 500;

/** For each extreme value of a recipe, how earlier runs of the challenge ended that were at least as extreme. */
export function precedentsOf(
  { history }: Pick<Services, 'history'>,
  challengeId: string,
  recipe: Recipe,
): Precedent[] {
  const extremes = extremesOf(recipe);
  if (extremes.length === 0) return [];
  const runs = endedRuns(history, challengeId, mostRuns).map((run) => ({
    ...run,
    recipe: storedRecipe(run.recipe),
  }));
  return extremes.map((extreme) => {
    const alike = runs.filter((run) => isAsExtreme(run.recipe, extreme));
    const results = alike.toSorted((one, other) => (resultOf(other) ?? -1) - (resultOf(one) ?? -1));
    return {
      ...extreme,
      runs: alike.length,
      atChance: alike.filter(endedAtChance).length,
      failed: alike.filter(({ status }) => status === 'failed').length,
      best: results[0] ? briefly(results[0]) : null,
      last: alike[0] ? briefly(alike[0]) : null,
    };
  });
}

/** A little less is as much: 0.0049 teaches about 0.005. */
function isAsExtreme(recipe: Recipe, { path, times }: Extreme): boolean {
  const other = timesUsual(recipe, path);
  if (other === null || other === 0) return false;
  return times > 1 ? other >= times * 0.95 : other <= times * 1.05;
}

type Ended = Omit<EndedRun, 'recipe'>;

function endedAtChance(run: Ended): boolean {
  if (run.outcomeReason === 'guard') return true;
  if (run.low !== null) return run.low <= 0.25;
  return run.publicScore !== null && run.publicScore < chance;
}

function resultOf({ publicScore, accuracy }: Ended): number | null {
  return publicScore ?? accuracy;
}

function briefly(run: Ended): NonNullable<Precedent['best']> {
  const { id, name, accuracy, publicScore } = run;
  return { id, name, accuracy, public: publicScore, atChance: endedAtChance(run) };
}
