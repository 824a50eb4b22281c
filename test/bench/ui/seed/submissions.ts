import { sha256 } from '../../../../src-main/common/hash.ts';
import type { RandomStream } from '../../../../src-main/common/random.ts';
import type { Challenge } from '../../../../src-main/data/challenge.ts';
import { fields } from '../../../../src-main/recipe/fields.ts';
import type { RunDocument, RunSubmission } from '../../../../src-main/services/runs/document.ts';
import { drawnUuid, drawsFor, normal, pick } from './draws.ts';
import { worthOf } from './recipes.ts';

/** Answers handed in: their letters, what guards say of them, and for most what Kaggle said. */
export function makeSubmission(
  challenge: Challenge,
  worth: number,
  member: string,
  at: string,
  random: RandomStream,
): RunSubmission {
  const total = challenge.test.length;
  const collapsed = worth <= 0.25;
  const shares = collapsed
    ? [0.97, 0.01, 0.01]
    : [0.25, 0.25, 0.25].map((share) => share + 0.02 * normal(random));
  const [a, b, c] = shares.map((share) => Math.round(total * share)) as [number, number, number];
  const score = (): number => Math.round(1e5 * Math.min(0.99, worth + 0.008 * normal(random))) / 1e5;
  return {
    id: drawnUuid(random, Date.parse(at)),
    fileName: 'submission.csv',
    answersHash: sha256(`${at} ${random.uint32()}`),
    sha256: sha256(`${random.uint32()} ${at}`),
    counts: { a, b, c, d: total - a - b - c },
    flags: collapsed
      ? [{ code: 'collapsed', message: '97 % of the answers are "a".' }]
      : random.below(30) === 0
        ? [{ code: 'duplicate', message: 'These are the same answers as an earlier submission.' }]
        : [],
    member,
    at,
    scores:
      random.below(10) === 0
        ? []
        : [{ source: 'kaggle', public: score(), private: random.below(3) === 0 ? score() : null, at }],
  };
}

/** A submission that came from elsewhere, of about the worth of one of the runs: nobody knows its recipe. */
export function makeForeign(
  challenge: Challenge,
  runs: readonly RunDocument[],
  n: number,
  seed: number,
): RunDocument {
  const random = drawsFor(seed, n, 4);
  const like = pick(random, runs);
  const at = Date.parse(like.created) + random.below(3_600_000);
  const time = new Date(at).toISOString();
  const submission = makeSubmission(challenge, worthOf(like.recipe), like.member!, time, random);
  return {
    ...like,
    id: drawnUuid(random, at),
    name: `submission-${n + 1}`,
    kind: 'submission',
    model: { name: '', fingerprint: '' },
    unknownFields: fields.map(({ path }) => path),
    parent: null,
    codeVersion: 'unknown',
    environment: {},
    note: '',
    tags: [],
    starred: false,
    final: false,
    status: 'done',
    outcome: null,
    result: null,
    submission,
    events: [{ at: time, kind: 'imported', message: '' }],
    created: time,
    started: null,
    ended: time,
  };
}
