import { QuartetError } from '../common/errors.ts';
import type { LeaderboardRow } from '../contract/index.ts';
import { deleteScore, saveScore } from '../history/scores.ts';
import { getSubmission } from '../history/submissions.ts';
import type { Services } from './context.ts';
import { leaderboardRow } from './leaderboard-page.ts';
import { now, updateRun } from './runs/store.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** What Kaggle said of a submission, shares of 1; both null takes it away. */
export interface KaggleScore {
  readonly id: string;
  readonly public: number | null;
  readonly private: number | null;
}

/** Keeps what Kaggle said of a submission, with its run where it has one. Errors: NOT_FOUND. */
export async function setKaggleScore(services: Services, given: KaggleScore): Promise<LeaderboardRow> {
  const { runId, challengeId } = known(services, given.id);
  const score = { source: 'kaggle', public: given.public, private: given.private } as const;
  const scores = given.public === null && given.private === null ? [] : [{ ...score, at: now() }];
  if (runId !== null)
    await updateRun(services, runId, ({ submission }) => ({
      submission: submission && {
        ...submission,
        scores: [...submission.scores.filter(({ source }) => source !== 'kaggle'), ...scores],
      },
    }));
  else if (scores.length === 0) deleteScore(services.history, given.id, 'kaggle');
  else saveScore(services.history, { submissionId: given.id, ...score, scoredAt: Date.now() });
  return leaderboardRow(services, challengeId, given.id);
}

/** Marks the submission that counts in the end. Errors: NOT_FOUND; UNSUPPORTED for one that belongs to no run. */
export async function setFinal(services: Services, id: string, final: boolean): Promise<LeaderboardRow> {
  const { runId, challengeId } = known(services, id);
  if (runId === null) throw new QuartetError('UNSUPPORTED', hostMessage('only-run-final', {}));
  await updateRun(services, runId, () => ({ final }));
  return leaderboardRow(services, challengeId, id);
}

function known({ history }: Services, id: string): { runId: string | null; challengeId: string } {
  const found = getSubmission(history, id);
  if (!found) throw new QuartetError('NOT_FOUND', hostMessage('no-submission-id', { id }));
  return found;
}
