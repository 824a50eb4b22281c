import { QuartetError } from '../common/errors.ts';
import { allowedValues } from './allowed-values.ts';
import { findField } from './fields.ts';
import { describeUnknown } from './migrate.ts';
import type { Recipe } from './recipe.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** What early stopping begins with when only one of its two numbers is set. */
const earlyStopping = { patience: 2, minImprovement: 1e-4 };

/**
 * The recipe with one field set from text, as in `--set training.learningRate=5e-3`. The text is read as what the
 * field's schema takes: a number, a switch (on, off), a list (q_proj,v_proj), none, JSON, or text. INVALID_INPUT says
 * what is allowed, or which fields have a name like that.
 */
export function setField(recipe: Recipe, path: string, text: string): Recipe {
  const field = findField(path);
  if (!field) throw new QuartetError('INVALID_INPUT', describeUnknown(path));
  const read = readings(text)
    .map((value) => field.schema.safeParse(value))
    .find(({ success }) => success);
  if (!read?.success)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('recipe-field-refused', {
        field: path,
        value: JSON.stringify(text),
        allowed: allowedValues(field.schema),
      }),
    );
  return replaceAt(recipe, path.split('.'), read.data) as Recipe;
}

/** What a text may mean, the most particular first; the field's schema decides. */
function readings(text: string): unknown[] {
  const word = text.trim();
  return [
    ...(word === '' || Number.isNaN(Number(word)) ? [] : [Number(word)]),
    ...(/^(true|on|yes)$/i.test(word) ? [true] : []),
    ...(/^(false|off|no)$/i.test(word) ? [false] : []),
    ...(/^(none|null|off)$/i.test(word) ? [null] : []),
    ...parsedJson(word),
    // Words with commas are a list of names; anything else may be a regular expression.
    ...(/^[\w.]+(\s*,\s*[\w.]+)*$/.test(word) ? [word.split(/\s*,\s*/)] : []),
    text,
  ];
}

function parsedJson(text: string): unknown[] {
  if (!/^[[{"]/.test(text)) return [];
  try {
    return [JSON.parse(text)];
  } catch {
    // Not JSON after all: the other readings remain.
    return [];
  }
}

function replaceAt(object: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const fields = (object ?? earlyStopping) as Record<string, unknown>;
  return { ...fields, [name]: replaceAt(fields[name], rest, value) };
}
