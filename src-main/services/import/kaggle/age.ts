/** How long ago something was handed in, in milliseconds: at least `from`, at most `to`. */
export interface AgeWindow {
  readonly from: number;
  readonly to: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Units as Kaggle shortens them, as words, and in Korean; the longest spelling first. */
const units: readonly (readonly [string, number])[] = [
  ['seconds?|secs?|s|초', second],
  ['months?|mo|개월|달', 30 * day],
  ['minutes?|mins?|m|분', minute],
  ['hours?|hrs?|h|시간', hour],
  ['days?|d|일', day],
  ['weeks?|w|주', 7 * day],
  ['years?|yr|y|년', 365 * day],
];

const now = /^(?:just now|now|방금(?: 전)?)(?=\s|$)/i;

/**
 * Reads `4d ago`, `an hour ago`, `4일 전` at the beginning of a text. Whether Kaggle rounds or cuts off is not told, so
 * that the window reaches from half a unit less to a whole unit more.
 */
export function parseAge(text: string): { text: string; window: AgeWindow; after: string } | null {
  const present = now.exec(text);
  if (present) return found(text, present[0], { from: 0, to: minute });
  for (const [unit, size] of units) {
    const match = new RegExp(`^(\\d+|an?|one)\\s*(?:${unit})\\s*(?:ago|전)(?=\\s|$)`, 'i').exec(text);
    if (!match) continue;
    const count = Number(match[1]) || 1;
    return found(text, match[0], { from: (count - 0.5) * size, to: (count + 1) * size });
  }
  return null;
}

function found(text: string, spelled: string, window: AgeWindow) {
  return { text: spelled, window, after: text.slice(spelled.length).trim() };
}
