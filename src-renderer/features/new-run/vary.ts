import { findField, valueAt, type FieldPath } from '../../../src-main/recipe/fields.ts';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';
import { setField } from '../../../src-main/recipe/set.ts';
import { controlOf } from './draft.ts';

/** More at once would be a mistake of a click; the host refuses it too. */
export const mostRuns = 32;

/** A field of a grid and the values typed for it, separated by commas. */
export interface Axis {
  readonly path: FieldPath;
  readonly typed: string;
}

/** What a grid comes to: each axis with its values, which of them cannot be read, and how many runs it makes. */
export interface Grid {
  readonly axes: readonly { path: FieldPath; values: readonly string[]; unreadable: readonly string[] }[];
  readonly runs: number;
  readonly ready: boolean;
}

/** Whether a field can be varied: texts and lists hold commas themselves. */
export function canVary(path: FieldPath): boolean {
  const { kind } = controlOf(path);
  return kind === 'switch' || kind === 'choice' || isNumber(path);
}

function isNumber(path: FieldPath): boolean {
  return !!findField(path)?.schema.safeParse(1).success || !!findField(path)?.schema.safeParse(0.5).success;
}

/** Reads the axes over a recipe; the same value twice makes one run. */
export function readGrid(recipe: Recipe, axes: readonly Axis[]): Grid {
  const read = axes.map(({ path, typed }) => {
    const values = [
      ...new Set(
        typed
          .split(',')
          .map((text) => text.trim())
          .filter(Boolean),
      ),
    ];
    return { path, values, unreadable: values.filter((value) => !canRead(recipe, path, value)) };
  });
  const runs = read.reduce((count, { values }) => count * values.length, axes.length > 0 ? 1 : 0);
  const ready = runs > 0 && runs <= mostRuns && read.every(({ unreadable }) => unreadable.length === 0);
  return { axes: read, runs, ready };
}

function canRead(recipe: Recipe, path: FieldPath, value: string): boolean {
  try {
    setField(recipe, path, value);
    return true;
  } catch {
    return false;
  }
}

/** Values to begin with: around the present one, or all of a few choices. */
export function suggestValues(recipe: Recipe, path: FieldPath): string {
  const { kind, choices } = controlOf(path);
  if (kind === 'choice' || kind === 'switch') return choices.join(', ');
  const value = valueAt(recipe, path);
  if (typeof value !== 'number' || value === 0) return '';
  const around = [value / 2, value, value * 2].map((number) => format(number));
  return around.filter((text) => canRead(recipe, path, text)).join(', ');
}

function format(value: number): string {
  const short = Number(value.toPrecision(3));
  return short < 0.01 ? short.toExponential() : String(short);
}
