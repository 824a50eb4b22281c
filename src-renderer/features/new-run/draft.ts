import { diffRecipes, formatValue, type RecipeChange } from '../../../src-main/recipe/diff.ts';
import { explain, type Explanation, type FieldGroup } from '../../../src-main/recipe/explain.ts';
import { fields, findField, valueAt, type FieldPath } from '../../../src-main/recipe/fields.ts';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';
import { setField } from '../../../src-main/recipe/set.ts';

export const groups: readonly FieldGroup[] = ['data', 'prompt', 'model', 'lora', 'training', 'answering'];

/** The form's state: what it began from, what it is now, and what was typed that cannot be read. */
export interface Draft {
  readonly base: Recipe;
  readonly recipe: Recipe;
  readonly unreadable: Readonly<Record<string, string>>;
}

/** A form that begins from a recipe. */
export function draftFrom(base: Recipe): Draft {
  return { base, recipe: base, unreadable: {} };
}

/** The form after a field was typed into; a text that the field cannot read is kept beside the last value that it could. */
export function typeInto(draft: Draft, path: FieldPath, text: string): Draft {
  const { [path]: _, ...others } = draft.unreadable;
  // Where the text is the setting itself, it is taken as it stands.
  if (isText(path)) return { ...draft, ...assign(draft, path, text), unreadable: others };
  try {
    return { ...draft, recipe: setField(draft.recipe, path, text), unreadable: others };
  } catch {
    return { ...draft, unreadable: { ...others, [path]: text } };
  }
}

/** The form with one field as it was in the beginning. */
export function revert(draft: Draft, path: FieldPath): Draft {
  const { [path]: _, ...others } = draft.unreadable;
  return { ...draft, recipe: replace(draft.recipe, path, valueAt(draft.base, path)), unreadable: others };
}

/** What was changed against the beginning. */
export function changesOf({ base, recipe }: Draft): RecipeChange[] {
  return diffRecipes(base, recipe);
}

/** The fields of a group that have a place in the form; those within an object that is off have none. */
export function fieldsOf(group: FieldGroup, recipe: Recipe): Explanation[] {
  return fields
    .filter(({ path }) => valueAt(recipe, path) !== undefined)
    .map(({ path }) => explain(path))
    .filter((field) => field.group === group);
}

/** How a field is edited: a switch, a choice, a long text, or a line. */
export function controlOf(path: FieldPath): {
  kind: 'switch' | 'choice' | 'area' | 'line';
  choices: readonly string[];
} {
  const { range } = explain(path);
  if (range === 'true | false') return { kind: 'switch', choices: ['on', 'off'] };
  if (path.startsWith('prompt.')) return { kind: 'area', choices: [] };
  const choices = range.split(' | ').map((choice) => switchNames[choice] ?? choice);
  const { schema } = findField(path)!;
  const closed =
    choices.length > 1 &&
    !schema.safeParse('any other text').success &&
    choices.every((choice) => schema.safeParse(literal(choice)).success);
  return closed ? { kind: 'choice', choices } : { kind: 'line', choices: [] };
}

/** A field's value as its input shows it, which is also how it is typed. */
export function inputText(recipe: Recipe, path: FieldPath): string {
  const value = valueAt(recipe, path);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : formatValue(value);
}

function isText(path: FieldPath): boolean {
  return path.startsWith('prompt.');
}

/** Switches are typed, and shown, as on and off. */
const switchNames: Readonly<Record<string, string>> = { true: 'on', false: 'off' };

function literal(text: string): unknown {
  if (text === 'on' || text === 'off') return text === 'on';
  return text === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function assign(draft: Draft, path: FieldPath, text: string): Pick<Draft, 'recipe'> {
  return { recipe: replace(draft.recipe, path, text) };
}

function replace(recipe: Recipe, path: FieldPath, value: unknown): Recipe {
  const put = (object: unknown, [name, ...rest]: readonly string[]): unknown =>
    name === undefined
      ? value
      : { ...(object as object), [name]: put((object as Record<string, unknown>)[name], rest) };
  return put(recipe, path.split('.')) as Recipe;
}
