import type { Explanation } from '../../../src-main/recipe/explain.ts';
import { shortName } from '../../../src-main/recipe/diff.ts';

/** Whether every word typed is in a field's names or sentence, in either language. */
export function matchesField({ path, label, sentence }: Explanation, typed: string): boolean {
  const all = [path, shortName(path), label.ko, label.en, sentence.ko, sentence.en].join(' ').toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
