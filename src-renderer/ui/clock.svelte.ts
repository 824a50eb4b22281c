let now = $state(Date.now());

// Ages are told in minutes: a finer clock would repaint every row for nothing.
setInterval(() => (now = Date.now()), 30_000);

/** The present time in milliseconds, renewed twice a minute. */
export function minuteNow(): number {
  return now;
}
