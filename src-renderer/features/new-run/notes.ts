import type { Precedent } from '../../../src-main/contract/index.ts';
import { recipeProblems } from '../../../src-main/recipe/check.ts';
import { inBothLanguages } from '../../../src-main/messages/host-messages.ts';
import { formatValue } from '../../../src-main/recipe/diff.ts';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';
import { format, type Locale } from '../../i18n/messages.ts';
import { score } from '../../i18n/numbers.ts';

/** Something to say beside a field; `run` is the earlier run that it speaks of. */
export interface Note {
  readonly severity: 'error' | 'warning' | 'info';
  readonly path: string;
  readonly text: string;
  readonly run: { readonly id: string; readonly name: string } | null;
  /** A value that mends it. */
  readonly fix?: string;
}

/** Says what is wrong with a recipe's model: damaged, or not on this machine, with the known folder of the same name if there is one. */
export function modelNote(
  fault: { readonly code?: string; readonly message: string },
  folder: string,
  known: readonly string[],
  locale: Locale,
): Note {
  const note = { severity: 'error', path: 'model.folder', run: null } as const;
  if (fault.code !== 'NOT_FOUND') return { ...note, text: inBothLanguages(fault.message)[locale] };
  const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
  const same = known.find((other) => nameOf(other) === nameOf(folder));
  return {
    ...note,
    text: format(locale, 'new.noModel', { folder }),
    ...(same !== undefined && { fix: same }),
  };
}

/** Faults and warnings of a recipe, and what the history says of its extreme values. */
export function notesOf(recipe: Recipe, precedents: readonly Precedent[], locale: Locale): Note[] {
  const problems = recipeProblems(recipe).map(({ severity, path, message }) => ({
    severity,
    path,
    text: message[locale],
    run: null,
  }));
  const warned = new Set<string>(problems.map(({ path }) => path));
  return [
    ...problems,
    ...precedents.map((precedent) => precedentNote(precedent, warned.has(precedent.path), locale)),
  ];
}

/** A warning that names the multiple makes it needless here. */
function precedentNote(precedent: Precedent, warned: boolean, locale: Locale): Note {
  const { path, usual, times, atChance } = precedent;
  const multiple = times >= 1 ? number(times) : `1/${number(1 / times)}`;
  const opening = format(locale, 'new.times', { times: multiple, usual: formatValue(usual) });
  const { text, run } = lesson(precedent, locale);
  const severity = atChance > 0 ? 'warning' : 'info';
  return { severity, path, text: warned ? text : `${opening} ${text}`, run };
}

function lesson(
  { runs, atChance, best, last }: Precedent,
  locale: Locale,
): { text: string; run: Note['run'] } {
  if (runs === 0 || best === null || last === null)
    return { text: format(locale, 'new.noPrecedent'), run: null };
  const worst = last.atChance ? last : best;
  if (atChance === runs)
    return {
      text: format(locale, runs === 1 ? 'new.oneAtChance' : 'new.allAtChance', {
        n: runs,
        score: resultOf(worst),
      }),
      run: worst,
    };
  const values = { n: runs, chance: atChance, score: resultOf(best) };
  return { text: format(locale, atChance > 0 ? 'new.someAtChance' : 'new.noneAtChance', values), run: best };
}

function resultOf({ public: publicScore, accuracy }: NonNullable<Precedent['best']>): string {
  return publicScore !== null ? score(publicScore) : accuracy !== null ? accuracy.toFixed(3) : '–';
}

function number(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
