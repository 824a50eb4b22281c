const shown = 3;

/** The first names of a list and, where there are more, how many in all: `a, b, c, … (12)`, in no language. */
export function someOf(names: readonly string[]): string {
  const first = names.slice(0, shown).join(', ');
  return names.length > shown ? `${first}, … (${names.length})` : first;
}
