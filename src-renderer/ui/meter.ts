/** How opaque part `i` of a meter of `count` parts is: each is paler than the one before it, and the last can still be told from the ground. */
export function partOpacity(i: number, count: number): number {
  return 1 - (i * 0.66) / Math.max(3, count - 1);
}
