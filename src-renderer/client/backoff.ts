/** Milliseconds before the next attempt: a quarter of a second, doubled each time, at most five seconds. */
export function backoff(attempt: number): number {
  return Math.min(250 * 2 ** attempt, 5000);
}
