import { noise, type ScoreColumn } from './lines.ts';

/** Which of two scores in a row is the private one, where no headline says so; Kaggle shows it first once a competition has ended. */
export type ScoreOrder = 'private-first' | 'public-first';

/** A score as Kaggle prints it: with a decimal point, but for 0 and 1; dashes stand for one that is not there. */
const score = /^-?\d*\.\d+$|^[01]$/;
const dash = /^[-–—]$/;

/** Whether a line could be nothing but a score. */
export function isScore(word: string): boolean {
  return score.test(word) || dash.test(word);
}

/** Scores that trail a text: at most `most` words, or the last cells where tabs part them from a description. */
export function trailing(text: string, most: number): { before: string; scores: (number | null)[] } {
  if (text.includes('\t')) {
    const [first = '', ...cells] = text.split('\t');
    const scores = cells.filter(isScore).slice(-most);
    const words = cells.filter((cell) => !scores.includes(cell) && !noise.test(cell));
    return { before: [first, ...words].join(' · '), scores: scores.map(numberOf) };
  }
  const words = text.split(' ');
  const scores: (number | null)[] = [];
  while (scores.length < most && words.length > 0 && isScore(words.at(-1)!))
    scores.unshift(numberOf(words.pop()!));
  return { before: words.join(' '), scores };
}

/** Scores of the lines that hold nothing else. */
export function laterScores(later: readonly string[]): (number | null)[] {
  return later
    .flatMap((text) => {
      const words = text.split(/\s+/);
      return words.every(isScore) ? words : [];
    })
    .map(numberOf);
}

/** Which of a row's scores is which. */
export function scoresOf(
  values: readonly (number | null)[],
  columns: readonly ScoreColumn[] | null,
  order: ScoreOrder,
): Record<ScoreColumn, number | null> {
  const usual: readonly ScoreColumn[] =
    order === 'private-first' ? ['private', 'public'] : ['public', 'private'];
  const names = columns ?? (values.length < 2 ? ['public'] : usual);
  const of = (name: ScoreColumn): number | null => values[names.indexOf(name)] ?? null;
  return { public: of('public'), private: of('private') };
}

function numberOf(word: string): number | null {
  return score.test(word) ? Number(word) : null;
}
