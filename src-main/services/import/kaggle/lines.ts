/** A line of a pasted text that holds something; `line` counts from 1. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

/** The column of a score. */
export type ScoreColumn = 'public' | 'private';

/** A line that names columns or filters of the page. */
export const headline =
  /^(?:(?:submission(?: and description)?|(?:private|public) score|select(?:ed)?|all|successful|errors|recent|제출(?: 및 설명)?)[\sⓘ]*)+$/i;

/** What stands for a score that is not there, and words of buttons that a copied page holds. */
export const noise = /^(?:[-–—]|·|selected|more_vert|check_circle|error|expand_more|open_in_new|download)$/i;

/** The lines of a copied page: one kind of space, dot and line end; pieces that dots join stand on one line. */
export function linesOf(text: string): Line[] {
  return joinDots(
    text
      .split(/\r\n|\r|\n/)
      .map((raw, index) => ({ line: index + 1, text: tidy(raw) }))
      .filter(({ text }) => text !== ''),
  );
}

function tidy(raw: string): string {
  return raw
    .normalize('NFC')
    .replace(/[\u00a0\u2000-\u200b\u202f\u3000\ufeff]/g, ' ')
    .replace(/[•∙‧・●⋅]/g, '·')
    .replace(/ *\t[\t ]*/g, '\t')
    .trim();
}

/** A page may be copied with each dot on a line of its own. */
function joinDots(lines: readonly Line[]): Line[] {
  const joined: Line[] = [];
  for (const { line, text } of lines) {
    const last = joined.at(-1);
    const continues = last !== undefined && (text.startsWith('·') || last.text.endsWith('·'));
    if (continues) joined[joined.length - 1] = { line: last.line, text: `${last.text} ${text}` };
    else joined.push({ line, text });
  }
  return joined;
}

/** The score columns in their order, where a headline names them. */
export function columnsOf(lines: readonly Line[]): readonly ScoreColumn[] | null {
  const words = lines
    .filter(({ text }) => headline.test(text))
    .flatMap(({ text }) => [...text.matchAll(/\b(public|private) score/gi)])
    .map(([, word]) => word!.toLowerCase() as ScoreColumn);
  const columns = [...new Set(words)];
  return columns.length > 0 ? columns : null;
}
