import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import type { ChallengeEntry, ChallengeSummary, Finding, Question } from '../contract/index.ts';
import type { Letter } from '../common/letters.ts';
import { loadChallenge, type Challenge, type ChallengeSource } from '../data/challenge.ts';
import type { Question as ChallengeQuestion } from '../data/challenge.ts';
import { countRunsByChallenge, getChallenge, listChallenges, saveChallenge } from '../history/challenges.ts';
import { challengeSource, checkChallenge, letterCounts } from './challenges.ts';
import type { Services } from './context.ts';
import { withoutFiles } from './challenge-of-run.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A challenge as it lies on the disk now. */
export interface OpenChallenge {
  readonly challenge: Challenge;
  readonly source: ChallengeSource;
  readonly findings: readonly Finding[];
}

interface Cached extends OpenChallenge {
  readonly stamp: string;
}

// Reading 100,000 rows takes seconds, and every page of questions asks again.
const cache = new Map<string, Cached>();
const cacheSize = 4;

/** All challenges that were added or used, the newest first. */
export function challengeEntries({ history }: Services): ChallengeEntry[] {
  const runs = countRunsByChallenge(history);
  return listChallenges(history).map(({ id, name, source, seenAt }) => ({
    id,
    name,
    folder: (JSON.parse(source) as ChallengeSource | null)?.folder ?? null,
    seen: seenAt,
    runs: runs.get(id) ?? 0,
  }));
}

/** Reads a challenge and keeps where it lies. Errors: NOT_FOUND for a missing folder or file. */
export async function addChallenge(
  services: Services,
  wanted: ChallengeSource | 'sample',
): Promise<ChallengeSummary> {
  const source = wanted === 'sample' ? challengeSource(services.resources, 'sample') : wanted;
  const { challenge, findings } = await loadChallenge(source);
  const { sha256: id, name, folder } = challenge;
  const found = { ...source, folder };
  saveChallenge(services.history, { id, name, source: JSON.stringify(found), seenAt: Date.now() });
  keep(id, { challenge, findings, source: found, stamp: await stampOf(found) });
  return summaryOf({ challenge, findings, source: found });
}

/** Opens a known challenge. Errors: NOT_FOUND for an unknown id, CONFLICT when its files have changed since. */
export async function openKnownChallenge({ history }: Services, id: string): Promise<OpenChallenge> {
  const row = getChallenge(history, id);
  if (!row) throw new QuartetError('NOT_FOUND', hostMessage('no-challenge', { id: id.slice(0, 8) }));
  const source = JSON.parse(row.source) as ChallengeSource | null;
  if (!source) throw withoutFiles(row.name);
  const stamp = await stampOf(source);
  const known = cache.get(id);
  if (known?.stamp === stamp) return known;
  const { challenge, findings } = await loadChallenge(source);
  if (challenge.sha256 !== id)
    throw new QuartetError(
      'CONFLICT',
      hostMessage('challenge-changed', { folder: source.folder, name: row.name }),
    );
  const opened = { challenge, findings, source, stamp };
  keep(id, opened);
  return opened;
}

function keep(id: string, opened: Cached): void {
  cache.delete(id);
  cache.set(id, opened);
  const oldest = cache.keys().next().value;
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
}

/** Sizes and times of the CSV files: the same stamp, the same content. */
async function stampOf(source: ChallengeSource): Promise<string> {
  const files = [source.train ?? 'train.csv', source.test ?? 'test.csv', source.solution ?? 'solution.csv'];
  const stamps = files.map((file) =>
    stat(resolve(source.folder, file)).then(
      ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
      () => 'absent',
    ),
  );
  return [JSON.stringify(source), ...(await Promise.all(stamps))].join('\n');
}

/** What a challenge holds. */
export async function challengeSummary(services: Services, id: string): Promise<ChallengeSummary> {
  return summaryOf(await openKnownChallenge(services, id));
}

/** Decodes every picture; what is wrong or doubtful. */
export async function checkKnownPictures(
  services: Services,
  id: string,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const { source } = await openKnownChallenge(services, id);
  return [...(await checkChallenge(source, { ...(signal && { signal }) })).findings];
}

const shownFindings = 200;

/** What a challenge holds, in numbers. */
export function summaryOf({ challenge, findings }: OpenChallenge): ChallengeSummary {
  const { sha256, name, folder, train, test, solution } = challenge;
  const pictures = Map.groupBy([...train, ...test], ({ picture }) => picture);
  return {
    id: sha256,
    name,
    folder,
    train: train.length,
    test: test.length,
    solution: solution?.size ?? null,
    letters: letterCounts(train),
    kinds: kindsOf(challenge),
    sharedPictures: [...pictures.values()].filter((users) => users.length > 1).length,
    findings: findings.slice(0, shownFindings),
    findingCount: findings.length,
  };
}

function kindsOf({ train, test }: Challenge): ChallengeSummary['kinds'] {
  const kinds = new Set([...train, ...test].flatMap(({ kind }) => kind ?? []));
  const count = (questions: readonly ChallengeQuestion[], kind: string): number =>
    questions.filter((question) => question.kind === kind).length;
  return [...kinds].sort().map((kind) => ({ kind, train: count(train, kind), test: count(test, kind) }));
}

/** Which questions of a challenge. */
export interface QuestionQuery {
  readonly id: string;
  readonly split: 'train' | 'test';
  readonly kind: string | null;
  readonly answer: Letter | null;
  readonly shared: boolean;
  readonly text: string;
  readonly page: { readonly offset: number; readonly limit: number };
}

/** A page of a challenge's questions, in the file's order. */
export async function challengeQuestions(
  services: Services,
  query: QuestionQuery,
): Promise<{ total: number; rows: Question[] }> {
  const { challenge } = await openKnownChallenge(services, query.id);
  const rows = questionsOf(challenge, query.split).filter(
    ({ kind, answer, question, choices, id, pictureShared }) =>
      (!query.shared || pictureShared > 0) &&
      (query.kind === null || kind === query.kind) &&
      (query.answer === null || answer === query.answer) &&
      contains([id, question, ...choices], query.text),
  );
  return cut(rows, query.page);
}

/** Whether one of the texts holds `wanted`, whatever the case. */
export function contains(texts: readonly string[], wanted: string): boolean {
  return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted.toLowerCase()));
}

/** The rows of one page, and how many there are in all. */
export function cut<Row>(
  rows: readonly Row[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): { total: number; rows: Row[] } {
  return { total: rows.length, rows: rows.slice(offset, offset + limit) };
}

/** A split's questions as windows see them; a test question's answer comes from the solution. */
export function questionsOf(challenge: Challenge, split: 'train' | 'test'): Question[] {
  const users = pictureUsers(challenge);
  return challenge[split].map((question) => ({
    id: question.id,
    split,
    row: question.row,
    question: question.question,
    choices: [...question.choices],
    answer: split === 'train' ? question.answer : (challenge.solution?.get(question.id)?.answer ?? null),
    kind: question.kind,
    pictureShared: (users.get(question.picture) ?? 1) - 1,
    pictureUrl: `/pictures/${challenge.sha256}/${split}/${encodeURIComponent(question.id)}`,
  }));
}

const usersOf = new WeakMap<Challenge, ReadonlyMap<string, number>>();

/** How many questions use each picture; counted once, for every answer of a run asks. */
function pictureUsers(challenge: Challenge): ReadonlyMap<string, number> {
  const known = usersOf.get(challenge);
  if (known) return known;
  const users = new Map<string, number>();
  for (const { picture } of [...challenge.train, ...challenge.test])
    users.set(picture, (users.get(picture) ?? 0) + 1);
  usersOf.set(challenge, users);
  return users;
}

/** The picture file of a question. Errors: NOT_FOUND. */
export async function pictureFile(
  services: Services,
  id: string,
  split: 'train' | 'test',
  questionId: string,
): Promise<string> {
  const { challenge } = await openKnownChallenge(services, id);
  const found = challenge[split].find((question) => question.id === questionId);
  if (!found)
    throw new QuartetError('NOT_FOUND', hostMessage('no-question', { name: challenge.name, id: questionId }));
  return found.picture;
}
