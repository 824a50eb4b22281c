import { readFileSync } from 'node:fs';

/** One thing that a picture can show: the artwork's name, and what Korean and English speakers call it. */
export interface Thing {
  readonly icon: string;
  readonly ko: string;
  readonly en: string;
}

const table = JSON.parse(readFileSync(new URL('objects.json', import.meta.url), 'utf8')) as Record<
  string,
  [icon: string, ko: string, en: string][]
>;

/** The categories, ten things each: choices and distractors always come from one of them. */
export const categories: readonly (readonly Thing[])[] = Object.values(table).map((rows) =>
  rows.map(([icon, ko, en]) => ({ icon, ko, en })),
);
