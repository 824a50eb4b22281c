import type { Locale } from './messages.ts';

/** A score as Kaggle shows it: five digits. */
export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(5);
}

/** A probability: two digits. */
export function probability(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(2);
}

/** An accuracy and half the width of its interval: `.938` and `±.012`. */
export function interval(accuracy: number, low: number, high: number): { value: string; spread: string } {
  return { value: accuracy.toFixed(3), spread: `±${((high - low) / 2).toFixed(3)}` };
}

/** A signed difference of scores with the typographic minus. */
export function signed(value: number, digits = 3): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

/** Memory given in MiB: 485 MiB, 1.4 GiB, 21 GiB. */
export function gibibytes(mebibytes: number): string {
  if (mebibytes < 1000) return `${Math.round(mebibytes)} MiB`;
  const gib = mebibytes / 1024;
  return `${gib.toFixed(gib < 10 ? 1 : 0)} GiB`;
}

/** A learning rate as recipes write it: 2e-4, 1.5e-3. */
export function learningRate(value: number): string {
  return value === 0 ? '0' : value.toExponential(1).replace('.0e', 'e');
}

/** Seconds as people say them: 41 s, 3 m 20 s, 2 h 10 m; in Korean 41초, 3분 20초, 2시간 10분. */
export function duration(seconds: number | null | undefined, locale: Locale): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const units = locale === 'ko' ? ['시간', '분', '초'] : [' h', ' m', ' s'];
  const parts =
    h > 0
      ? [`${h}${units[0]}`, `${m}${units[1]}`]
      : m > 0
        ? [`${m}${units[1]}`, `${s}${units[2]}`]
        : [`${s}${units[2]}`];
  return parts.filter((part, i) => i === 0 || !part.startsWith('0')).join(' ');
}

/** How long ago, in the reader's words: 3분 전, 3 minutes ago; just now under a minute is left to the caller's text. */
export function ago(then: string | number | Date, now: number, locale: Locale): string {
  const exactly = (new Date(then).getTime() - now) / 1000;
  // What happened just now lies ahead of a clock that ticks twice a minute.
  const seconds = exactly > 0 && exactly < 60 ? 0 : exactly;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return format.format(Math.trunc(seconds / size), unit);
}

/** The exact time in a zone (IANA name; the computer's own without one), for a hover. */
export function exact(then: string | number | Date, locale: Locale, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...(timeZone && { timeZone }),
  }).format(new Date(then));
}
