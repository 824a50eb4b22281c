import { letters, type Letter } from '../common/letters.ts';

/** A letter read from text, and whether it was read or is only the fallback. */
export interface ParsedLetter {
  readonly letter: Letter;
  readonly parsed: boolean;
}

/**
 * Ways to find the letter in text, the surest first. `\b` counts Hangul as a boundary, so that "정답은 b입니다" says b.
 */
const patterns = [/^([a-d])$/, /^[("']*([a-d])\b/, /(?:answer|정답)\W*([a-d])\b/, /.*\b([a-d])\b/s];

/** Reads a generated text (without its prompt) for one of the four letters; where there is none it is `a`, not parsed. */
export function parseLetter(text: string): ParsedLetter {
  const bare = text.trim().toLowerCase();
  for (const pattern of patterns) {
    const found = pattern.exec(bare)?.[1];
    if (found !== undefined) return { letter: found as Letter, parsed: true };
  }
  return { letter: letters[0], parsed: false };
}
