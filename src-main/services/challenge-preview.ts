import { QuartetError } from '../common/errors.ts';
import type { ChallengePreview, Outputs, SplitPreview } from '../contract/index.ts';
import { loadChallenge, type ChallengeSource, type Question } from '../data/challenge.ts';
import { readAhead } from '../data/challenge/read-ahead.ts';
import { splitQuestions, type SplitSettings } from '../data/split.ts';
import { contains, cut, openKnownChallenge, summaryOf } from './challenge-browser.ts';
import { challengeSource, letterCounts } from './challenges.ts';
import type { Services } from './context.ts';

/** What a folder would be as a challenge; nothing is kept. Errors: NOT_FOUND for the folder. */
export async function previewChallenge(
  { resources }: Services,
  wanted: ChallengeSource | 'sample',
): Promise<ChallengePreview> {
  const source = wanted === 'sample' ? challengeSource(resources, 'sample') : wanted;
  const { csv, files } = await readAhead(source);
  const ahead = {
    csv,
    files: files.map(({ header, rows, columns, ...file }) => ({
      ...file,
      header: [...header],
      rows: rows.map((cells) => [...cells]),
      columns: [...columns],
    })),
  };
  try {
    return { ...ahead, summary: summaryOf({ ...(await loadChallenge(source)), source }), problem: null };
  } catch (error) {
    // The folder is there; which of its files to use is what the window asks next.
    if (!(error instanceof QuartetError)) throw error;
    return { ...ahead, summary: null, problem: error.message };
  }
}

/** Which findings of a challenge. */
export interface FindingQuery {
  readonly id: string;
  readonly severity: 'error' | 'warning' | null;
  readonly code: string | null;
  readonly text: string;
  readonly page: { readonly offset: number; readonly limit: number };
}

/** A page of what the checks found, and how often each thing was found. */
export async function challengeFindings(
  services: Services,
  query: FindingQuery,
): Promise<Outputs['challenges']['findings']> {
  const { findings } = await openKnownChallenge(services, query.id);
  const rows = findings.filter(
    ({ severity, code, message }) =>
      (query.severity === null || severity === query.severity) &&
      (query.code === null || code === query.code) &&
      contains([message], query.text),
  );
  const byCode = [...Map.groupBy(findings, ({ code }) => code)];
  const codes = byCode.map(([code, alike]) => ({ code, severity: alike[0]!.severity, count: alike.length }));
  return { ...cut(rows, query.page), codes: codes.sort((one, other) => other.count - one.count) };
}

/** How a recipe would divide a challenge's training questions. Errors: INVALID_INPUT when none is left to train on. */
export async function previewSplit(
  services: Services,
  { id, data, seed }: { readonly id: string; readonly data: SplitSettings; readonly seed: number },
): Promise<SplitPreview> {
  const { challenge } = await openKnownChallenge(services, id);
  const { train, validation } = splitQuestions(challenge.train, data, seed);
  const seen = new Set(train.map(({ picture }) => picture));
  const shared = new Set(validation.map(({ picture }) => picture).filter((picture) => seen.has(picture)));
  return { train: countsOf(train), validation: countsOf(validation), sharedPictures: shared.size };
}

function countsOf(questions: readonly Question[]): SplitPreview['train'] {
  const kinds = Map.groupBy(
    questions.flatMap(({ kind }) => kind ?? []),
    (kind) => kind,
  );
  return {
    count: questions.length,
    letters: letterCounts(questions),
    kinds: [...kinds].sort().map(([kind, alike]) => ({ kind, count: alike.length })),
  };
}
