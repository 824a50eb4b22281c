import { explain } from '../../recipe/explain.ts';
import { fields, valueAt, type FieldPath } from '../../recipe/fields.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { lineWidth, pythonLiteral, snakeCase } from './literal.ts';
import { modelReference } from './model-reference.ts';

/** A line of the script's head: `NAME = value`, and what it means. */
export interface Constant {
  readonly name: string;
  readonly value: string;
  readonly comment: string;
}

/** Every field of a recipe as a constant, in the schema's order; early stopping is one, with its two parts. */
export function recipeConstants(recipe: Recipe): Constant[] {
  return fields
    .map(({ path }) => path)
    .filter((path) => path.split('.').length === 2)
    .map((path) => ({
      name: constantName(path),
      value: pythonLiteral(
        path === 'model.folder' ? modelReference(recipe.model.folder) : valueAt(recipe, path),
      ),
      comment: explain(path).sentence.en,
    }));
}

/** Fields of data, model and training are known by their own names; the others, which repeat, by their group's too. */
export function constantName(path: FieldPath): string {
  if (path === 'model.folder') return 'MODEL';
  const [group, field] = path.split('.') as [string, string];
  const bare = ['data', 'model', 'training'].includes(group);
  return snakeCase(bare ? field : `${group}_${field}`).toUpperCase();
}

/** The constants as Python; one that another run had otherwise is marked, with what it was before. */
export function writeConstants(
  constants: readonly Constant[],
  before: readonly Constant[] = constants,
): string {
  return constants.map((constant, i) => writeConstant(constant, before[i]!)).join('\n');
}

function writeConstant({ name, value, comment }: Constant, before: Constant): string {
  const changed = before.value !== value;
  const earlier = `BEFORE: ${name} = ${before.value}`.split('\n');
  return [
    ...(comment === '' ? [] : wrapped(comment)),
    ...(changed ? earlier.map((line) => `# ${line}`) : []),
    ...(changed ? ['# AFTER:'] : []),
    `${name} = ${value}`,
    '',
  ].join('\n');
}

/** A comment on as many lines as it needs. */
function wrapped(text: string): string[] {
  const lines = ['#'];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`;
    if (line.length <= lineWidth) lines[lines.length - 1] = line;
    else lines.push(`# ${word}`);
  }
  return lines;
}
