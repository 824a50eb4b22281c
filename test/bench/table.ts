/** Prints the head of a Markdown table and returns what prints a row: a long benchmark shows what it has. */
export function startTable(head: readonly string[]): (row: readonly string[]) => void {
  const line = (cells: readonly string[]): void =>
    console.log(`| ${cells.map((cell, i) => cell.padStart(head[i]!.length)).join(' | ')} |`);
  line(head);
  line(head.map((cell) => `${'-'.repeat(Math.max(2, cell.length - 1))}:`));
  return line;
}

/** `12.3 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The middle of some numbers; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
}
