import { basename, extname } from 'node:path';
import { uuidOf } from '../../../common/uuid.ts';
import type { KagglePaste } from '../../../contract/index.ts';
import { getChallenge } from '../../../history/challenges.ts';
import { getRun } from '../../../history/runs.ts';
import type { ChallengeSource } from '../../../data/challenge.ts';
import type { Services } from '../../context.ts';
import { freeName } from '../../runs/create.ts';
import { documentFromElsewhere, nearChance, scoreOnly, toldScore } from '../elsewhere.ts';
import { landRun } from '../land.ts';
import { withStaging } from '../staging.ts';
import type { KaggleRow } from './table.ts';

/** Questions that a public score is taken to be over, where nobody tells: their number decides how far chance reaches. */
const usualQuestions = 500;

/** Keeps a row of Kaggle's as a submission of which only the score is known; false when it is here already. */
export async function addScoreOnly(
  services: Services,
  { challengeId, now }: Pick<KagglePaste, 'challengeId' | 'now'>,
  {
    rows,
    members,
  }: { readonly rows: readonly KaggleRow[]; readonly members: Readonly<Record<string, string | null>> },
  place: number,
): Promise<boolean> {
  const row = rows[place]!;
  const challenge = getChallenge(services.history, challengeId);
  const id = uuidOf(
    JSON.stringify(['kaggle', challengeId, row.fileName, row.by, row.public, occurrence(rows, place)]),
  );
  if (!challenge || getRun(services.history, id)) return false;
  const at = new Date(middleOf(row, now)).toISOString();
  const member = row.by === null ? null : (members[row.by] ?? null);
  const run = documentFromElsewhere(
    {
      id,
      kind: 'submission',
      name: freeName(services, basename(row.fileName, extname(row.fileName))),
      challenge: {
        name: challenge.name,
        sha256: challengeId,
        source: JSON.parse(challenge.source) as ChallengeSource | null,
      },
      submission: scoreOnly({
        id: uuidOf(`submission of ${id}`),
        fileName: row.fileName,
        member,
        at,
        flags: nearChance(row.public, usualQuestions),
        scores: toldScore(row, new Date(now).toISOString()),
      }),
    },
    { member, note: row.description, at },
  );
  await withStaging(services.paths, (folder) => landRun(services, run, folder, async () => {}));
  return true;
}

/** Which of several rows that look the same this is, counted from the oldest: newer ones are added above. */
function occurrence(rows: readonly KaggleRow[], place: number): number {
  const key = ({ fileName, by, public: score }: KaggleRow): string => JSON.stringify([fileName, by, score]);
  return rows.slice(place + 1).filter((row) => key(row) === key(rows[place]!)).length;
}

/** Kaggle tells whole days only; of rows of one day the older stand below, which milliseconds keep. */
function middleOf({ age, line }: KaggleRow, now: number): number {
  const middle = age === null ? 0 : (age.from + age.to) / 2;
  return Math.round(now - middle) - line;
}
