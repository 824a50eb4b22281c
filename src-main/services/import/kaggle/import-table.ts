import { QuartetError } from '../../../common/errors.ts';
import type { KaggleAssignment, KagglePaste, KagglePreview, KaggleResult } from '../../../contract/index.ts';
import { listKaggleCandidates } from '../../../history/submissions.ts';
import { listMembers } from '../../../history/members.ts';
import type { Services } from '../../context.ts';
import { setKaggleScore } from '../../submission-scores.ts';
import { addScoreOnly } from './add-score-only.ts';
import { matchRows, type Candidate, type Match } from './match.ts';
import { parseKaggleTable, type KaggleRow } from './table.ts';
import { hostMessage } from '../../../messages/host-messages.ts';

interface Read {
  readonly rows: readonly KaggleRow[];
  readonly left: KagglePreview['left'];
  readonly matches: readonly Match[];
  readonly candidates: readonly Candidate[];
  readonly members: Readonly<Record<string, string | null>>;
}

/** Shows which submission each pasted row tells of, and changes nothing. Errors: INVALID_INPUT when the text holds no row. */
export function previewKaggle(services: Services, paste: KagglePaste): KagglePreview {
  return shown(read(services, paste));
}

/**
 * Keeps the scores of rows that are matched, or that people assigned by hand; rows told to be added become submissions of
 * which only the score is known. The same text again adds nothing. Errors: INVALID_INPUT, NOT_FOUND for a submission
 * that is gone.
 */
export async function applyKaggle(
  services: Services,
  paste: KagglePaste,
  assignments: readonly KaggleAssignment[],
): Promise<KaggleResult> {
  const before = read(services, paste);
  const byHand = new Map(assignments.map(({ row, to }) => [row, to]));
  let [scored, added] = [0, 0];
  for (const match of before.matches) {
    const row = before.rows[match.row]!;
    const to = byHand.has(match.row)
      ? byHand.get(match.row)!
      : match.verdict === 'matched'
        ? match.candidates[0]!
        : null;
    if (to === null || row.public === null || match.verdict === 'here') continue;
    if (to === 'add') added += Number(await addScoreOnly(services, paste, before, match.row));
    else {
      await setKaggleScore(services, { id: to, public: row.public, private: row.private });
      scored++;
    }
  }
  const after = shown(read(services, paste));
  const count = (...verdicts: Match['verdict'][]): number =>
    after.rows.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return {
    ...after,
    scored,
    added,
    here: before.matches.filter(({ verdict }) => verdict === 'here').length,
    unassigned: count('unassigned', 'unknown', 'matched'),
    failed: count('failed'),
  };
}

function read({ history }: Services, { text, scoreOrder, challengeId, now, members }: KagglePaste): Read {
  const { rows, left } = parseKaggleTable(text, scoreOrder);
  if (rows.length === 0) throw new QuartetError('INVALID_INPUT', hostMessage('no-kaggle-rows', {}));
  const odd = rows.find((row) =>
    [row.public, row.private].some((score) => score !== null && (score < 0 || score > 1)),
  );
  if (odd)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('odd-kaggle-score', {
        line: odd.line,
        file: odd.fileName,
        score: String(odd.public ?? odd.private),
      }),
    );
  const candidates = listKaggleCandidates(history, challengeId);
  const known = { ...membersByName(history, rows), ...members };
  return {
    rows,
    left: [...left],
    candidates,
    members: known,
    matches: matchRows(rows, candidates, { now, members: known }),
  };
}

/** Who is called on Kaggle as in the team is that member. */
function membersByName(
  history: Services['history'],
  rows: readonly KaggleRow[],
): Record<string, string | null> {
  const names = new Map(listMembers(history).map(({ name }) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    rows.flatMap(({ by }) => (by === null ? [] : [[by, names.get(by.toLowerCase()) ?? null] as const])),
  );
}

function shown({ rows, left, matches, candidates, members }: Read): KagglePreview {
  const byId = new Map(candidates.map((candidate) => [candidate.submissionId, candidate]));
  return {
    rows: matches.map(({ row, verdict, reason, candidates: ids }) => {
      const { age: _, ...told } = rows[row]!;
      return { row, ...told, verdict, reason, candidates: ids.map((id) => byId.get(id)!) };
    }),
    left,
    members,
  };
}
