import type { Command } from 'commander';
import { readJsonObject } from '../common/json-file.ts';
import { QuartetError } from '../common/errors.ts';
import type { Host } from '../host/host.ts';
import { parseRecipe } from '../recipe/migrate.ts';
import { presetNames, presets, type PresetName } from '../recipe/presets.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { setField } from '../recipe/set.ts';
import { scaleToSmall, smallModelFolder, usesSmallModel } from '../recipe/small-model.ts';
import { findRun } from '../services/runs/find.ts';
import { loadRun } from '../services/runs/store.ts';

/** How a command line names a recipe. */
export interface RecipeOptions {
  readonly preset?: string;
  readonly recipe?: string;
  readonly from?: string;
  readonly model?: string;
  readonly set?: readonly string[];
}

/** A recipe, where it was taken from, and a name for its run. */
export interface ChosenRecipe {
  readonly recipe: Recipe;
  readonly parent: string | null;
  readonly name: string;
}

/** Takes a recipe from a preset (tiny-demo unless told), a file or an earlier run, and changes what `--model` and `--set` say. */
export async function chooseRecipe(host: Host, options: RecipeOptions): Promise<ChosenRecipe> {
  if ([options.preset, options.recipe, options.from].filter((given) => given !== undefined).length > 1)
    throw new QuartetError('INVALID_INPUT', 'Give only one of --preset, --recipe and --from.');
  const base = await baseRecipe(host, options);
  return { ...base, recipe: changed(withModel(base.recipe, options.model), options.set ?? []) };
}

async function baseRecipe(host: Host, { preset, recipe, from }: RecipeOptions): Promise<ChosenRecipe> {
  if (from !== undefined) {
    const run = await loadRun(host, findRun(host, from));
    return { recipe: run.recipe, parent: run.id, name: run.name };
  }
  if (recipe !== undefined) {
    const json = await readJsonObject(recipe);
    // A run.json serves as well: its recipe is meant.
    return { recipe: parseRecipe(json['recipe'] ?? json), parent: null, name: 'train' };
  }
  const name = presetName(preset ?? 'tiny-demo');
  return { recipe: presets[name].recipe, parent: null, name };
}

function presetName(name: string): PresetName {
  const found = presetNames.find((known) => known === name);
  if (!found)
    throw new QuartetError(
      'INVALID_INPUT',
      `There is no preset ${name}. Presets: ${presetNames.join(', ')}.`,
    );
  return found;
}

/** Another model; a recipe for a large one is scaled when the small checkpoint is to take it. */
function withModel(recipe: Recipe, model: string | undefined): Recipe {
  if (model === undefined) return recipe;
  if (model === smallModelFolder) return usesSmallModel(recipe) ? recipe : scaleToSmall(recipe);
  return { ...recipe, model: { ...recipe.model, folder: model } };
}

function changed(recipe: Recipe, changes: readonly string[]): Recipe {
  return changes.reduce((before, change) => {
    const [path, ...value] = change.split('=');
    if (path === undefined || value.length === 0)
      throw new QuartetError(
        'INVALID_INPUT',
        `--set ${change}: write a field and its value, such as training.learningRate=1e-4.`,
      );
    return setField(before, path.trim(), value.join('='));
  }, recipe);
}

/** The options that choose and change a recipe. */
export function addRecipeOptions(command: Command): Command {
  return command
    .option('--preset <name>', `start from a preset: ${presetNames.join(', ')} (default: tiny-demo)`)
    .option('--recipe <file>', 'start from a recipe in a JSON file, or a run.json')
    .option('--from <run>', 'start from the recipe of an earlier run, which becomes the parent')
    .option('--model <folder>', 'a snapshot folder, a downloaded repository (owner/name), or tiny-vl')
    .option(
      '--set <path=value>',
      'change a field, such as training.learningRate=1e-4 (repeatable)',
      collect,
      [],
    );
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
