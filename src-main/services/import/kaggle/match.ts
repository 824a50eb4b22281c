import type { KaggleRow } from './table.ts';

/** A submission that is here, as far as Kaggle's rows can be told apart by it; times in milliseconds since 1970. */
export interface Candidate {
  readonly submissionId: string;
  /** Of its run, and of its file. */
  readonly name: string;
  readonly fileName: string;
  readonly member: string | null;
  readonly at: number;
  /** What Kaggle said of it, where that is known. */
  readonly public: number | null;
  readonly private: number | null;
}

/** Why a row is matched or is not. */
export type MatchReason =
  | 'score-here' // it has this score already
  | 'private-score' // its private score is new
  | 'name' // the only one of this name, member and time
  | 'failed' // Kaggle gave no score
  | 'no-score' // still being scored, or unreadable
  | 'unknown' // nothing of this name, member and time
  | 'ambiguous' // several submissions or several rows fit
  | 'other-score'; // what fits has another score already

/** What was found for a row: `candidates` are the ids that fit, the match (if any) the first. */
export interface Match {
  readonly row: number;
  readonly verdict: 'matched' | 'here' | 'unassigned' | 'unknown' | 'failed';
  readonly reason: MatchReason;
  readonly candidates: readonly string[];
}

/** What people tell beside the text. */
export interface MatchContext {
  /** When it was copied, milliseconds since 1970. */
  readonly now: number;
  /** Members by the names that Kaggle shows; null or absent: it may be anyone, as with a team's name. */
  readonly members: Readonly<Record<string, string | null>>;
}

/** A submission may be handed in long after it was written, never before; clocks differ. */
const clockSlack = 10 * 60_000;
/** Where only the time tells, it must have been written within a day of being handed in. */
const usualDelay = 24 * 3_600_000;

/**
 * Finds for each row the submission that it tells of: by score where it is known already, else by name, member and
 * time, and only where exactly one submission fits one row. Everything else stays unassigned, with its reason.
 */
export function matchRows(
  rows: readonly KaggleRow[],
  candidates: readonly Candidate[],
  context: MatchContext,
): Match[] {
  const found = new Map<number, Match>();
  const taken = new Set<string>();
  const settle = (row: number, candidate: Candidate, verdict: 'matched' | 'here', reason: MatchReason) => {
    taken.add(candidate.submissionId);
    found.set(row, { row, verdict, reason, candidates: [candidate.submissionId] });
  };
  const open = (): number[] => [...rows.keys()].filter((row) => !found.has(row));
  const free = (): Candidate[] => candidates.filter(({ submissionId }) => !taken.has(submissionId));

  for (const row of open()) {
    const { status, public: score } = rows[row]!;
    if (status === 'failed') found.set(row, outcome(row, 'failed', 'failed'));
    else if (score === null) found.set(row, outcome(row, 'unassigned', 'no-score'));
  }
  const settleKnown = (fits: Fits): void => {
    for (const row of open()) {
      const told = rows[row]!;
      const known = free().find((candidate) => sameScore(candidate, told) && fits(told, candidate, context));
      if (!known) continue;
      // Private scores come when a competition ends, long after the public ones.
      if (told.private !== null && known.private === null) settle(row, known, 'matched', 'private-score');
      else settle(row, known, 'here', 'score-here');
    }
  };
  const settleCertain = (fits: Fits): void => {
    const unscored = free().filter(withoutScore);
    const pairs = certain(open(), unscored, (row, candidate) => fits(rows[row]!, candidate, context));
    for (const [row, candidate] of pairs) settle(row, candidate, 'matched', 'name');
  };
  // What was pasted once must find itself again, before anything else takes its place.
  settleKnown((row, candidate, told) => sameOwnName(row, candidate) || namedAlike(row, candidate, told));
  settleCertain(namedApart);
  settleKnown(unnamedHere(candidates));
  settleCertain(namedAlike);
  for (const row of open()) found.set(row, leftOver(row, rows[row]!, free(), context));
  return [...rows.keys()].map((row) => found.get(row)!);
}

/** Pairs in which the row fits one candidate only, and the candidate that row only. */
function certain(
  rows: readonly number[],
  candidates: readonly Candidate[],
  fits: (row: number, candidate: Candidate) => boolean,
): [number, Candidate][] {
  const fitting = (row: number): Candidate[] => candidates.filter((candidate) => fits(row, candidate));
  return rows.flatMap((row): [number, Candidate][] => {
    const [only, ...others] = fitting(row);
    if (!only || others.length > 0) return [];
    const rivals = rows.filter((other) => fits(other, only));
    return rivals.length === 1 ? [[row, only]] : [];
  });
}

function leftOver(row: number, told: KaggleRow, free: readonly Candidate[], context: MatchContext): Match {
  const fitting = free.filter((candidate) => namedAlike(told, candidate, context));
  const open = fitting.filter(withoutScore).map(({ submissionId }) => submissionId);
  if (open.length > 0) return { ...outcome(row, 'unassigned', 'ambiguous'), candidates: open };
  if (fitting.length === 0) return outcome(row, 'unknown', 'unknown');
  const ids = fitting.map(({ submissionId }) => submissionId);
  return { ...outcome(row, 'unassigned', 'other-score'), candidates: ids };
}

function outcome(row: number, verdict: Match['verdict'], reason: MatchReason): Match {
  return { row, verdict, reason, candidates: [] };
}

type Fits = (row: KaggleRow, candidate: Candidate, context: MatchContext) => boolean;

/** A name of its own (`11-submission.csv`), found as the run's or the file's name. */
const namedApart: Fits = (row, candidate, context) =>
  sameOwnName(row, candidate) && writtenBefore(row, candidate, context);

/** The same name; where everybody's file has it (`submission.csv`), the time must fit closely too. */
const namedAlike: Fits = (row, candidate, context) =>
  sameName(row, candidate) &&
  writtenBefore(row, candidate, context) &&
  (stem(row.fileName) !== 'submission' || handedInSoon(row, candidate, context));

/** By the member that Kaggle names, and not after it was handed in. */
const writtenBefore: Fits = (row, candidate, { now, members }) => {
  const member = row.by === null ? null : (members[row.by] ?? null);
  if (member !== null && candidate.member !== null && member !== candidate.member) return false;
  return row.age === null || candidate.at <= now - row.age.from + clockSlack;
};

/** A row that was assigned by hand finds itself by its score; one that is called like a submission here does not. */
const unnamedHere =
  (candidates: readonly Candidate[]): Fits =>
  (row, candidate, context) =>
    writtenBefore(row, candidate, context) && !candidates.some((other) => namedApart(row, other, context));

const handedInSoon: Fits = ({ age }, { at }, { now }) => age === null || at >= now - age.to - usualDelay;

function sameOwnName(row: KaggleRow, candidate: Candidate): boolean {
  return stem(row.fileName) !== 'submission' && sameName(row, candidate);
}

function sameName({ fileName }: KaggleRow, candidate: Candidate): boolean {
  return [candidate.name, candidate.fileName].some((name) => stem(name) === stem(fileName));
}

/** `11-Submission (1).csv` → `11-submission`: browsers number what they save twice. */
function stem(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/\.(csv|zip|gz)$/, '')
    .replace(/\s*\(\d+\)$/, '')
    .trim();
}

function withoutScore(candidate: Candidate): boolean {
  return candidate.public === null;
}

/** Equal in the five digits that Kaggle prints. */
function sameScore(candidate: Candidate, row: KaggleRow): boolean {
  return candidate.public !== null && row.public !== null && Math.abs(candidate.public - row.public) < 5e-6;
}
