import { z } from 'zod';
import { recipeSchema, type Recipe } from './recipe.ts';

type Group = Exclude<keyof Recipe, 'version'>;

/** `group.field` for every field, and one step deeper where a field is an object that may be null. */
type PathsOf<G extends Group> = {
  [F in keyof Recipe[G] & string]:
    | `${G}.${F}`
    | ([NonNullable<Recipe[G][F]>] extends [Record<string, number>]
        ? `${G}.${F}.${keyof NonNullable<Recipe[G][F]> & string}`
        : never);
}[keyof Recipe[G] & string];

/** The dotted path of a field, such as `training.learningRate`. */
export type FieldPath = { [G in Group]: PathsOf<G> }[Group];

/** A field of the recipe and what its value must be. */
export interface Field {
  readonly path: FieldPath;
  readonly schema: z.ZodType;
}

/** Every field of the schema in its order; `version` is the file's format, not a setting. */
export const fields: readonly Field[] = fieldsIn(recipeSchema.omit({ version: true }), '');

/** The field of a dotted path, or undefined. */
export function findField(path: string): Field | undefined {
  return fields.find((field) => field.path === path);
}

/** What stands at a dotted path; undefined also where an object on the way is null. */
export function valueAt(recipe: Recipe, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], recipe);
}

function fieldsIn(object: z.ZodObject, prefix: string): Field[] {
  return Object.entries(object.shape).flatMap(([name, schema]) => {
    const path = prefix + name;
    const inner: unknown = schema instanceof z.ZodNullable ? schema.unwrap() : schema;
    const deeper = inner instanceof z.ZodObject ? fieldsIn(inner, `${path}.`) : [];
    // A group is no field; an object that may be null is one, since it can be switched off.
    return inner === schema && deeper.length > 0
      ? deeper
      : [{ path: path as FieldPath, schema: schema as z.ZodType }, ...deeper];
  });
}
