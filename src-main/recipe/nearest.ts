/** The names most like a mistyped one, the likest first; none that share too little with it. */
export function nearestNames(given: string, names: readonly string[], count = 3): string[] {
  return names
    .map((name) => ({ name, difference: difference(given.toLowerCase(), name.toLowerCase()) }))
    .filter((candidate) => candidate.difference <= 0.5)
    .toSorted((one, other) => one.difference - other.difference)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Share of letters that differ; people often leave the group out, so the last part alone may match as well. */
function difference(given: string, name: string): number {
  const share = (one: string, other: string): number =>
    editDistance(one, other) / Math.max(one.length, other.length);
  const last = (text: string): string => text.split('.').at(-1)!;
  return Math.min(share(given, name), share(last(given), last(name)) + 0.05);
}

/** Letters to insert, delete or replace between two words (Levenshtein 1966). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[to.length]!;
}
