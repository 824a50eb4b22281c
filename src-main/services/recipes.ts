import type { Change, RecipeField, RecipeProblem } from '../contract/index.ts';
import { recipeProblems as problemsIn } from '../recipe/check.ts';
import { diffRecipes, formatDiff, shortName } from '../recipe/diff.ts';
import { explain } from '../recipe/explain.ts';
import { fields } from '../recipe/fields.ts';
import { parseRecipe } from '../recipe/migrate.ts';
import { recipeSchema, type Recipe } from '../recipe/recipe.ts';

/** Every field of a recipe, explained. */
export function recipeFields(): RecipeField[] {
  return fields.map(({ path }) => ({ ...explain(path), shortName: shortName(path) }));
}

/** What is wrong or doubtful in anything that is meant to be a recipe. */
export function recipeProblems(value: unknown): RecipeProblem[] {
  const parsed = recipeSchema.safeParse(value);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({
      severity: 'error',
      path: path.join('.'),
      message,
    }));
  return problemsIn(parsed.data).map((problem) => ({ ...problem, message: problem.message.en }));
}

/** The fields that two recipes set differently, each with its chip. */
export function recipeChanges(before: Recipe, after: Recipe): Change[] {
  return diffRecipes(before, after).map((change) => ({
    ...change,
    name: shortName(change.path),
    text: formatDiff([change]),
  }));
}

/** A recipe as the history holds it. A list of thousands would wait for full validation: this version's own are taken as they are. */
export function storedRecipe(json: string): Recipe {
  const value: unknown = JSON.parse(json);
  return (value as { version?: unknown } | null)?.version === 1 ? (value as Recipe) : parseRecipe(value);
}

/** What two stored recipes changed; empty where one is missing or cannot be read. */
export function storedChanges(before: string | null, after: string | null): Change[] {
  if (before === null || after === null) return [];
  return recipeChanges(storedRecipe(before), storedRecipe(after));
}
