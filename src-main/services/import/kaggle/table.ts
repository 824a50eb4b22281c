import { parseAge, type AgeWindow } from './age.ts';
import { columnsOf, headline, linesOf, noise, type Line, type ScoreColumn } from './lines.ts';
import { isScore, laterScores, scoresOf, trailing, type ScoreOrder } from './scores.ts';

/** A line of Kaggle's submissions page. */
export interface KaggleRow {
  /** The line of the pasted text on which its status stands, from 1. */
  readonly line: number;
  readonly fileName: string;
  readonly status: 'complete' | 'failed' | 'pending';
  /** The user or team that Kaggle names. */
  readonly by: string | null;
  readonly description: string;
  /** As it stands there, `4d ago`. */
  readonly ageText: string;
  readonly age: AgeWindow | null;
  /** Shares of 1, as they stand there. */
  readonly public: number | null;
  readonly private: number | null;
}

/** What a pasted text holds. */
export interface KaggleTable {
  readonly rows: readonly KaggleRow[];
  /** Lines that were not understood, so that nothing is lost unseen. */
  readonly left: readonly { readonly line: number; readonly text: string }[];
}

interface Draft {
  readonly line: number;
  readonly fileName: string;
  readonly status: KaggleRow['status'];
  /** What follows the status on its line. */
  readonly rest: string;
  readonly later: string[];
}

/** A word for each state, as Kaggle writes it and as Korean browsers translate it. */
const states: readonly (readonly [KaggleRow['status'], RegExp])[] = [
  ['complete', /(?:Completed?|Succeeded|완료(?:됨)?)/],
  ['failed', /(?:Error|Failed|Scoring Error|Submission (?:Scoring )?Error|Notebook [A-Z][\w ]*|오류|실패)/],
  ['pending', /(?:Pending|Running|Queued|Scoring|대기 ?중|실행 ?중)/],
];
const anyState = states.map(([, { source }]) => source).join('|');

/** `<file> Complete (after deadline) · …`: the state is followed by a dot, or stands at the end of its line. */
const statusLine = new RegExp(
  `^(.*?)(?:^|\\s)(${anyState})(?:\\s*\\((?:after deadline|마감 ?후)\\))?\\s*(?:·\\s*(.*))?$`,
);

/** Reads Kaggle's submissions page as it was copied: a submission a line, or in blocks of lines; in tabs or spaces. */
export function parseKaggleTable(text: string, order: ScoreOrder = 'private-first'): KaggleTable {
  const lines = linesOf(text);
  const columns = columnsOf(lines);
  const { drafts, left } = collect(lines);
  const most = Math.min(2, columns?.length ?? mostScores(drafts));
  return { rows: drafts.map((draft) => rowOf(draft, most, columns, order)), left };
}

function collect(lines: readonly Line[]): { drafts: Draft[]; left: Line[] } {
  const drafts: Draft[] = [];
  const left: Line[] = [];
  let waiting: Line[] = [];
  /** Lines between two submissions belong to the earlier one, but for the name of the later one. */
  const settle = (next: Line | null): void => {
    const last = drafts.at(-1);
    for (const line of waiting)
      if (line !== next) {
        if (last) last.later.push(line.text);
        else if (!headline.test(line.text) && !noise.test(line.text)) left.push(line);
      }
    waiting = [];
  };
  for (const line of lines) {
    const found = statusLine.exec(line.text.replaceAll('\t', ' '));
    const name = found?.[1]?.trim() ?? '';
    const above = waiting.at(-1) ?? null;
    // Without a name before it, on its line or above, a state is a word of some description.
    const fileName = name !== '' ? name : above && !isScore(above.text) ? above.text : null;
    if (!found || fileName === null || !isState(found, name)) {
      waiting.push(line);
      continue;
    }
    settle(name === '' ? above : null);
    drafts.push({
      line: line.line,
      fileName: fileName.replace(/^\d+[.)]?\s+(?=\S+\.\w{2,4}$)/, ''),
      status: statusOf(found[2]!),
      rest: restOf(line.text),
      later: [],
    });
  }
  settle(null);
  return { drafts, left };
}

/** Without a dot behind it, a state is one only alone or behind a file's name: "training Complete" is a description. */
function isState(found: RegExpExecArray, name: string): boolean {
  return found[3] !== undefined || name === '' || /\.\w{2,7}$/.test(name);
}

function statusOf(word: string): KaggleRow['status'] {
  return states.find(([, pattern]) => new RegExp(`^${pattern.source}$`).test(word))?.[0] ?? 'pending';
}

/** What follows the state's dot, tabs kept: they part the scores from a description that ends in a number. */
function restOf(text: string): string {
  const dot = text.indexOf('·');
  return dot < 0 ? '' : text.slice(dot + 1).trim();
}

/** How many scores the rows have: the fewest of the complete ones, since a description may end in a number too. */
function mostScores(drafts: readonly Draft[]): number {
  const counts = drafts
    .filter(({ status }) => status === 'complete')
    .map(({ rest, later }) => trailing(rest, 2).scores.length + laterScores(later).length);
  return Math.max(1, Math.min(2, ...counts));
}

function rowOf(
  { line, fileName, status, rest, later }: Draft,
  most: number,
  columns: readonly ScoreColumn[] | null,
  order: ScoreOrder,
): KaggleRow {
  const { before, scores } = trailing(rest, most);
  const parts = before.split('·').map((part) => part.trim());
  const place = parts.findIndex((part) => parseAge(part) !== null);
  const age = place < 0 ? null : parseAge(parts[place]!);
  const by = place < 0 ? (parts[0] ?? '') : parts.slice(0, place).join(' · ');
  const said = [
    age?.after ?? '',
    ...parts.slice(place < 0 ? 1 : place + 1),
    ...later.filter((text) => laterScores([text]).length === 0 && !noise.test(text) && !headline.test(text)),
  ];
  const values = [...scores, ...laterScores(later)].slice(0, most);
  return {
    line,
    fileName,
    status,
    by: by === '' ? null : by,
    description: said.filter((text) => text !== '').join(' · '),
    ageText: age?.text ?? '',
    age: age?.window ?? null,
    ...scoresOf(values, columns, order),
  };
}
