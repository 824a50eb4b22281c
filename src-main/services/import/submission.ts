import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { sha256 } from '../../common/hash.ts';
import type { Letter } from '../../common/letters.ts';
import { uuidOf } from '../../common/uuid.ts';
import type { Challenge } from '../../data/challenge.ts';
import { listAnswerHashes } from '../../history/submissions.ts';
import { getRun } from '../../history/runs.ts';
import { openKnownChallenge } from '../challenge-browser.ts';
import { letterCounts } from '../challenges.ts';
import type { Services } from '../context.ts';
import { freeName } from '../runs/create.ts';
import type { Flag, RunDocument } from '../runs/document.ts';
import { writePredictions } from '../runs/predictions-file.ts';
import { loadRun } from '../runs/store.ts';
import { scoreAnswers } from '../scoring.ts';
import { checkSubmission } from '../submission-checks.ts';
import { parseSubmission, submissionFaults } from '../submission-file.ts';
import { hashAnswers, scoreRun } from '../submissions.ts';
import { documentFromElsewhere, nearChance, toldScore, type Provenance } from './elsewhere.ts';
import { landRun } from './land.ts';
import { withStaging } from './staging.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** A submission that was made elsewhere, and what is told with it. */
export interface ToldSubmission extends Omit<Provenance, 'at'> {
  readonly file: string;
  readonly challengeId: string;
  /** Null: when the file was written last. */
  readonly at: string | null;
  readonly writtenAt: string;
  /** What Kaggle said of it. */
  readonly public: number | null;
  readonly private: number | null;
}

/** The run that a submission file is to become; `here` when the same answers of the same member are here already. */
export interface FoundSubmission {
  readonly run: RunDocument;
  readonly verdict: 'new' | 'here';
  readonly bytes: Buffer;
  readonly answers: readonly { readonly id: string; readonly answer: Letter }[];
}

/** Most faults of a file that one message lists. */
const shownFaults = 5;

/** Reads a submission file against its challenge and changes nothing. Errors: INVALID_INPUT with each faulty row. */
export async function inspectSubmission(services: Services, told: ToldSubmission): Promise<FoundSubmission> {
  const { challenge, source } = await openKnownChallenge(services, told.challengeId);
  const bytes = await readFile(told.file).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-read', told.file);
  });
  const answers = readAnswers(bytes, told.file, challenge);
  const answersHash = hashAnswers(answers);
  const id = uuidOf(JSON.stringify(['submission', told.challengeId, answersHash, told.member, told.at]));
  if (getRun(services.history, id))
    return { run: await loadRun(services, id), verdict: 'here', bytes, answers };
  const at = told.at ?? told.writtenAt;
  const fileName = basename(told.file);
  const run = documentFromElsewhere(
    {
      id,
      kind: 'submission',
      name: freeName(services, basename(fileName, extname(fileName))),
      challenge: { name: challenge.name, sha256: challenge.sha256, source },
      submission: {
        id: uuidOf(`submission of ${id}`),
        fileName,
        answersHash,
        sha256: sha256(bytes),
        counts: letterCounts(answers),
        flags: flagsOf(services, challenge, answers, answersHash),
        member: told.member,
        at,
        scores: toldScore(told, at),
      },
    },
    { ...told, at },
  );
  return { run, verdict: 'new', bytes, answers };
}

/** Keeps a submission as a run of which the answers are known and the recipe is not; scores it where the challenge has a solution. */
export async function importSubmission(
  services: Services,
  told: ToldSubmission,
): Promise<{ run: RunDocument; verdict: 'new' | 'here' }> {
  const { run, verdict, bytes, answers } = await inspectSubmission(services, told);
  if (verdict === 'here') return { run, verdict };
  await withStaging(services.paths, (place) =>
    landRun(services, run, place, async (staged) => {
      await writeFile(staged.submission, bytes);
      await writePredictions(
        staged.predictions,
        answers.map(({ id, answer }) => ({
          questionId: id,
          split: 'test',
          a: null,
          b: null,
          c: null,
          d: null,
          answer,
          parsed: 'true',
        })),
      );
    }),
  );
  return { run: (await scoreRun(services, run.id)).run, verdict };
}

function readAnswers(bytes: Buffer, file: string, challenge: Challenge): FoundSubmission['answers'] {
  const rows = parseSubmission(bytes, file);
  const faults = submissionFaults(
    rows,
    challenge.test.map(({ id }) => id),
  );
  if (faults.length > 0) {
    const count = faults.length - shownFaults;
    const listed = [
      ...faults.slice(0, shownFaults),
      ...(count > 0 ? [hostMessage('more-faults', { count })] : []),
    ].join('\n');
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('not-a-submission', { file: basename(file), challenge: challenge.name, faults: listed }),
    );
  }
  return rows.map(({ id, answer }) => ({ id, answer: answer as Letter }));
}

function flagsOf(
  { history }: Services,
  challenge: Challenge,
  answers: FoundSubmission['answers'],
  answersHash: string,
): Flag[] {
  const { warnings } = checkSubmission({
    expectedIds: challenge.test.map(({ id }) => id),
    rows: answers,
    trainingCounts: letterCounts(challenge.train),
    parseFailures: 0,
    answersHash,
    earlier: listAnswerHashes(history, challenge.sha256, ''),
  });
  const score = challenge.solution
    ? scoreAnswers(new Map(answers.map(({ id, answer }) => [id, answer])), challenge.solution).all
    : null;
  return [...warnings, ...nearChance(score?.accuracy ?? null, score?.count ?? 0)];
}
