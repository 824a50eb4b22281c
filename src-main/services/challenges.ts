import { join, resolve } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import { letters, type Letter } from '../common/letters.ts';
import { loadChallenge, type Challenge, type ChallengeSource, type Finding } from '../data/challenge.ts';
import { checkPictures } from '../data/challenge/check-pictures.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Where a challenge lies that was named on a command line: `sample` is the one that ships. */
export function challengeSource(resources: string, name: string): ChallengeSource {
  return { folder: name === 'sample' ? join(resources, 'sample-challenge') : resolve(name) };
}

/** What a check of a challenge found. */
export interface ChallengeReport {
  readonly name: string;
  readonly folder: string;
  readonly sha256: string;
  readonly train: number;
  readonly test: number;
  readonly solution: number | null;
  /** Training answers by letter. */
  readonly letters: Record<Letter, number>;
  /** Training questions by kind, where the files tell it. */
  readonly kinds: Record<string, number>;
  readonly findings: readonly Finding[];
}

/** Reads a challenge whole and decodes every picture. */
export async function checkChallenge(
  source: ChallengeSource,
  options: {
    readonly signal?: AbortSignal;
    readonly progress?: (split: 'train' | 'test', done: number, total: number) => void;
  } = {},
): Promise<ChallengeReport> {
  const { signal, progress } = options;
  const { challenge, findings } = await loadChallenge(source, { ...(signal && { signal }) });
  const pictureFindings: Finding[] = [];
  for (const [split, usual] of splits) {
    const file = resolve(challenge.folder, source[split] ?? usual);
    const onProgress = (done: number, total: number): void => progress?.(split, done, total);
    pictureFindings.push(
      ...(await checkPictures(challenge[split], { file, onProgress, ...(signal && { signal }) })),
    );
  }
  return {
    name: challenge.name,
    folder: challenge.folder,
    sha256: challenge.sha256,
    train: challenge.train.length,
    test: challenge.test.length,
    solution: challenge.solution?.size ?? null,
    letters: letterCounts(challenge.train),
    kinds: count(challenge.train.flatMap(({ kind }) => kind ?? [])),
    findings: [...findings, ...pictureFindings],
  };
}

const splits = [
  ['train', 'train.csv'],
  ['test', 'test.csv'],
] as const;

/**
 * Reads a challenge to train on. A faulty training row is left out and told in `warnings`; a faulty test row is an
 * error, for a submission without it would be refused.
 */
export async function openChallenge(
  source: ChallengeSource,
): Promise<{ challenge: Challenge; warnings: string[] }> {
  const { challenge, findings } = await loadChallenge(source);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const trainFile = resolve(challenge.folder, source.train ?? 'train.csv');
  const fatal = errors.find(({ file }) => file !== trainFile);
  if (fatal) throw new QuartetError('INVALID_INPUT', fatal.message);
  if (challenge.train.length === 0)
    throw new QuartetError(
      'INVALID_INPUT',
      errors[0]?.message ?? hostMessage('no-training-question', { file: trainFile }),
    );
  const [first] = errors;
  if (!first) return { challenge, warnings: [] };
  const left = hostMessage('rows-left-out', { rows: errors.length, file: trainFile, first: first.message });
  return { challenge, warnings: [left] };
}

/** How often each letter is the answer. */
export function letterCounts(
  questions: readonly { readonly answer: Letter | null }[],
): Record<Letter, number> {
  const of = (letter: Letter): number => questions.filter(({ answer }) => answer === letter).length;
  return Object.fromEntries(letters.map((letter) => [letter, of(letter)])) as Record<Letter, number>;
}

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
