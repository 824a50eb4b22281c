import { QuartetError } from '../common/errors.ts';
import type { ChallengeSource } from '../data/challenge.ts';
import { getChallenge } from '../history/challenges.ts';
import type { Services } from './context.ts';
import type { RunDocument } from './runs/document.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Where the files of a run's challenge lie on this machine. Errors: NOT_FOUND when only its runs are here. */
export function challengeOfRun(services: Services, { challenge }: RunDocument): ChallengeSource {
  const source = challenge.source ?? knownSource(services, challenge.sha256);
  if (!source) throw withoutFiles(challenge.name);
  return source;
}

/** Where a challenge lies on this machine, or null when its files were never added here. */
export function knownSource({ history }: Services, challengeId: string): ChallengeSource | null {
  const row = getChallenge(history, challengeId);
  return row ? (JSON.parse(row.source) as ChallengeSource | null) : null;
}

/** What to say when a challenge is known by its runs only. */
export function withoutFiles(name: string): QuartetError {
  return new QuartetError('NOT_FOUND', hostMessage('challenge-files-elsewhere', { name }));
}
