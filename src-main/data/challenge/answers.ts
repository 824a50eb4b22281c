import { letters, type Letter } from '../../common/letters.ts';

const korean = ['가', '나', '다', '라'];

/**
 * Reads an answer as people write it: a–d, A–D, 1–4 (counted from one), 가–라, ①–④, (a), "b.", 3번, full-width
 * forms; null when it is none of these.
 */
export function normaliseAnswer(text: string): Letter | null {
  // NFKC turns ① into 1, Ａ into A, ㉮ into 가 and ⑴ into (1).
  const bare = bareAnswer(text);
  const number = /^([1-4])(?:\.0+|번)?$/.exec(bare)?.[1];
  const index = number ? Number(number) - 1 : Math.max(letters.indexOf(bare as Letter), korean.indexOf(bare));
  return letters[index] ?? null;
}

/** Whether an answer is the number zero: then the column counts from zero, and its 1–3 mean something else. */
export function isZeroAnswer(text: string): boolean {
  return /^0(\.0+)?$/.test(bareAnswer(text));
}

function bareAnswer(text: string): string {
  const bare = text.normalize('NFKC').trim().toLowerCase();
  return bare
    .replace(/^[([{"'<]+/, '')
    .replace(/[)\]}"'>.:]+$/, '')
    .trim();
}
