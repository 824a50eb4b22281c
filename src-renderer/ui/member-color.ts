/** Colours in the palette, `--member-0` to `--member-7`. */
export const memberColors = 8;

/** The palette's colour that was chosen for a member, or the one that the name always gives. */
export function memberColor(name: string, chosen: number | null): string {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return `var(--member-${chosen ?? hash % memberColors})`;
}

/** The first letter of a name, for inside a disc. */
export function initialOf(name: string): string {
  return [...name.trim()][0]?.toLocaleUpperCase() ?? '?';
}
