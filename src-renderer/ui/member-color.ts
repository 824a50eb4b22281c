/** Colours in the palette, `--member-0` to `--member-7`. */
export const memberColors = 8;

/** The place in the palette that was chosen for a member, or the one that the name always gives. */
export function memberPlace(name: string, chosen: number | null): number {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return chosen ?? hash % memberColors;
}

/** The palette's colour of a member. */
export function memberColor(name: string, chosen: number | null): string {
  return `var(--member-${memberPlace(name, chosen)})`;
}

/** The first letter of a name, for inside a disc. */
export function initialOf(name: string): string {
  return [...name.trim()][0]?.toLocaleUpperCase() ?? '?';
}
