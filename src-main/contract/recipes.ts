import { z } from 'zod';
import { bilingual, change, procedure, recipe } from './values.ts';

export const preset = z.object({ name: z.string(), about: bilingual, recipe });
export type PresetEntry = z.infer<typeof preset>;

export const recipeField = z.object({
  path: z.string(),
  group: z.enum(['data', 'prompt', 'model', 'lora', 'training', 'answering']),
  label: bilingual,
  sentence: bilingual,
  unit: bilingual,
  /** In symbols: `≥ 0, ≤ 0.9`, `order | random | stratified`. */
  range: z.string(),
  /** The name for chips and narrow columns: `lr`. */
  shortName: z.string(),
});
export type RecipeField = z.infer<typeof recipeField>;

/** Something about a recipe; an error forbids launching it. */
export const recipeProblem = z.object({
  severity: z.enum(['error', 'warning']),
  path: z.string(),
  message: z.string(),
});
export type RecipeProblem = z.infer<typeof recipeProblem>;

/** `check` takes anything, also a half-typed form. */
export const recipes = {
  presets: procedure.output(z.array(preset)),
  fields: procedure.output(z.array(recipeField)),
  check: procedure.input(z.object({ recipe: z.unknown() })).output(z.array(recipeProblem)),
  diff: procedure.input(z.object({ before: recipe, after: recipe })).output(z.array(change)),
};
