const day = 86_400;

/** Labels of a time axis (seconds): the hour, with the day under its first tick; from a day's distance on only days. */
export function timeLabels(ticks: readonly number[], step: number, locale: string, zone?: string): string[] {
  const clock = formatter(locale, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const date = formatter(locale, zone, { month: 'short', day: 'numeric' });
  const days = ticks.map((tick) => date.format(tick * 1000));
  return ticks.map((tick, i) => {
    if (step >= day) return days[i]!;
    const hour = clock.format(tick * 1000);
    // A first tick late in its day would write over the next day's name.
    const first = i === 0 ? days[1] === undefined || days[1] === days[0] : days[i] !== days[i - 1];
    return first ? `${hour}\n${days[i]!}` : hour;
  });
}

function formatter(
  locale: string,
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, ...(timeZone !== undefined && { timeZone }) });
}
