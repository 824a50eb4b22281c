import type { z } from 'zod';
import { QuartetError } from '../common/errors.ts';
import { allowedValues } from './allowed-values.ts';
import { fields, findField } from './fields.ts';
import { nearestNames } from './nearest.ts';
import { recipeSchema, type Recipe } from './recipe.ts';
import { hostMessage } from '../messages/host-messages.ts';

type Json = Readonly<Record<string, unknown>>;

/** A step to the next version of the recipe; `migrations[i]` takes version i + 1 to i + 2. */
export type Migration = (older: Json) => Json;

const migrations: readonly Migration[] = [];

/** Most faults that one message lists. */
const shownFaults = 5;

/** Reads a recipe of this or an older version; INVALID_INPUT names each field, what was given and what it allows. */
export function parseRecipe(json: unknown): Recipe {
  const parsed = recipeSchema.safeParse(upgrade(json, migrations));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => describeIssue(issue, json));
  const count = faults.length - shownFaults;
  const more = count > 0 ? [hostMessage('more-faults', { count })] : [];
  throw new QuartetError(
    'INVALID_INPUT',
    hostMessage('recipe-unusable', { faults: [...faults.slice(0, shownFaults), ...more].join('\n') }),
    {
      cause: parsed.error,
    },
  );
}

/** Brings a recipe of an older version to the present one, step by step. */
export function upgrade(json: unknown, steps: readonly Migration[]): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new QuartetError('INVALID_INPUT', hostMessage('recipe-no-object', {}));
  const { version } = json as Json;
  const present = steps.length + 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('recipe-version', { version: show(version), present }),
    );
  if (version > present)
    throw new QuartetError('UNSUPPORTED', hostMessage('recipe-newer', { version, present }));
  return steps.slice(version - 1).reduce((older, step) => step(older), json as Json);
}

function describeIssue(issue: z.core.$ZodIssue, json: unknown): string[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => describeUnknown(path === '' ? key : `${path}.${key}`));
  const given = issue.path.reduce<unknown>(
    (value, name) => (value as Record<PropertyKey, unknown> | null)?.[name],
    json,
  );
  const field = findField(path);
  const why = field ? `allowed: ${allowedValues(field.schema)}` : issue.message;
  return [
    given === undefined
      ? hostMessage('recipe-field-missing', { field: path, why })
      : hostMessage('recipe-field-wrong', { field: path, value: show(given), why }),
  ];
}

/** Tells of a field that does not exist, and which ones may have been meant. */
export function describeUnknown(path: string): string {
  const near = nearestNames(
    path,
    fields.map((field) => field.path),
  );
  return near.length > 0
    ? hostMessage('no-field-near', { name: path, near: near.join(', ') })
    : hostMessage('no-field', { name: path });
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
