import { writeFileAtomic } from '../common/atomic-file.ts';
import { QuartetError } from '../common/errors.ts';
import { sha256 } from '../common/hash.ts';
import type { Letter } from '../common/letters.ts';
import { uuidv7 } from '../common/uuid.ts';
import { loadChallenge, type Challenge } from '../data/challenge.ts';
import { formatCsv } from '../data/csv.ts';
import { listAnswerHashes } from '../history/submissions.ts';
import { checkSubmission } from './submission-checks.ts';
import { challengeOfRun } from './challenge-of-run.ts';
import { letterCounts } from './challenges.ts';
import type { Services } from './context.ts';
import type { RunDocument, RunSubmission, Score } from './runs/document.ts';
import { readPredictions } from './runs/predictions-file.ts';
import { folderOf, loadRun, now, updateRun, withEvent } from './runs/store.ts';
import { readSubmission, scoreAnswers, type ScoreCard } from './scoring.ts';
import { hostMessage } from '../messages/host-messages.ts';

/**
 * Writes `submission.csv` from a run's answers to the test questions, after the guards; scores it when the challenge
 * has a solution. Errors: GUARD when an answer is missing, doubled or to no question.
 */
export async function submitRun(
  services: Services,
  id: string,
): Promise<{ run: RunDocument; score: ScoreCard | null }> {
  const run = await loadRun(services, id);
  const { challenge } = await loadChallenge(challengeOfRun(services, run));
  const paths = folderOf(services, id);
  const rows = (await readPredictions(paths.predictions)).filter(({ split }) => split === 'test');
  const answers = rows.map(({ questionId, answer }) => ({ id: questionId, answer }));
  const checked = checkSubmission({
    expectedIds: challenge.test.map(({ id: question }) => question),
    rows: answers,
    trainingCounts: letterCounts(challenge.train),
    parseFailures: rows.filter(({ parsed }) => parsed === 'false').length,
    answersHash: hashAnswers(answers),
    earlier: listAnswerHashes(services.history, run.challenge.sha256, id),
  });
  if (checked.errors.length > 0) {
    const message = hostMessage('submission-refused', {
      reasons: checked.errors.map((finding) => finding.message).join('\n'),
    });
    await updateRun(services, id, (now) => ({ events: withEvent(now, 'submission-refused', message) }));
    throw new QuartetError('GUARD', message);
  }
  const text = submissionCsv(challenge, answers);
  await writeFileAtomic(paths.submission, text);
  const submission = describe(run, answers, text, checked.warnings);
  await updateRun(services, id, (before) => ({
    submission,
    events: withEvent(before, 'submitted', submission.fileName),
  }));
  return scoreRun(services, id, challenge);
}

/** Scores a run's submission against its challenge's solution (now, or given); keeps the score. Without a solution it is null. */
export async function scoreRun(
  services: Services,
  id: string,
  known?: Challenge,
): Promise<{ run: RunDocument; score: ScoreCard | null }> {
  const run = await loadRun(services, id);
  if (!run.submission)
    throw new QuartetError('NOT_FOUND', hostMessage('run-has-no-submission', { name: run.name }));
  const challenge = known ?? (await loadChallenge(challengeOfRun(services, run))).challenge;
  if (!challenge.solution) return { run, score: null };
  const score = scoreAnswers(await readSubmission(folderOf(services, id).submission), challenge.solution);
  return { run: await keepScore(services, id, score), score };
}

async function keepScore(services: Services, id: string, score: ScoreCard): Promise<RunDocument> {
  const local: Score = {
    source: 'local',
    public: score.public?.accuracy ?? null,
    private: score.private?.accuracy ?? null,
    at: now(),
  };
  return updateRun(services, id, ({ submission }) => ({
    submission: submission && {
      ...submission,
      scores: [...submission.scores.filter(({ source }) => source !== 'local'), local],
    },
  }));
}

/** SHA-256 of ids and letters, sorted: equal for equal answers, however their file was written. */
export function hashAnswers(answers: readonly { readonly id: string; readonly answer: Letter }[]): string {
  return sha256(
    answers
      .map(({ id, answer }) => JSON.stringify([id, answer]))
      .toSorted()
      .join('\n'),
  );
}

function submissionCsv(challenge: Challenge, answers: readonly { id: string; answer: Letter }[]): string {
  const byId = new Map(answers.map(({ id, answer }) => [id, answer]));
  return formatCsv(
    ['id', 'answer'],
    challenge.test.map(({ id }) => [id, byId.get(id) ?? '']),
  );
}

function describe(
  run: RunDocument,
  answers: readonly { id: string; answer: Letter }[],
  text: string,
  flags: readonly { readonly code: string; readonly message: string }[],
): RunSubmission {
  return {
    id: uuidv7(),
    fileName: 'submission.csv',
    answersHash: hashAnswers(answers),
    sha256: sha256(text),
    counts: letterCounts(answers),
    flags: flags.map(({ code, message }) => ({ code, message })),
    member: run.member,
    at: now(),
    scores: [],
  };
}
